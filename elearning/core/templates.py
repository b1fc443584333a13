"""Templates are translated when they are compiled, once per language, not at every request.

Each language has an environment of its own that shares filters and globals; a text without
variables becomes a constant of the compiled template.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.support import NullTranslations
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from elearning.core.assets import asset
from elearning.core.trusted import trusted

PLACE = re.compile(r"%\((\w+)\)s")
#: Components that look the same wherever the same is asked of them: they are drawn once.
DRAWINGS = frozenset(
    f"components/{name}.html" for name in ("button", "emblem", "icon", "kawung", "tag")
)
TEXT_FUNCTIONS = frozenset({"_", "gettext"})


class Component(NamedTuple):
    """A macro and the template that it stands in."""

    template: str
    macro: str


class PlainTemplate(Template):
    """A template whose imported form is made once: our macros depend on no page's variables."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        """Return the module that other templates import macros from."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class QuickOutput(CodeGenerator):
    """Writes in place what Jinja calls functions of its own for, hundreds of times a page.

    Measured on the result of a quiz: a tenth of the time in which its template is filled in.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Read an attribute; `environment.getattr` is asked where there is none."""
        thing, value, name = self.temporary_identifier(), self.temporary_identifier(), node.attr
        self.write(f"({value} if ({value} := getattr(({thing} := ")
        self.visit(node.node, frame)
        self.write(f"), {name!r}, missing)) is not missing")
        self.write(f" else environment.getattr({thing}, {name!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Output what stands before a value."""
        if is_plain(frame, finalize):
            self.kind, self.value = self.temporary_identifier(), self.temporary_identifier()
            self.write(f"({self.value} if ({self.kind} := type({self.value} := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Output what stands after a value: it is escaped unless it is HTML."""
        if is_plain(frame, finalize):
            self.write(f")) is Markup else environment.escaped_text({self.value})")
            self.write(f" if {self.kind} is str else environment.escaped({self.value}))")
        else:
            super()._output_child_post(node, frame, finalize)


def is_plain(frame: Frame, finalize: Any) -> bool:
    """Whether what is put out is escaped and nothing else is done to it."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None


class QuickContext(Context):
    """Calls macros without the questions that Jinja asks of everything that can be called."""

    def call(self, thing: Any, /, *values: Any, **named: Any) -> Any:
        """Call what stands in a template with brackets behind it."""
        if not self.eval_ctx.autoescape or type(thing) is not Macro or takes_more(thing):
            return super().call(thing, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        left_out = thing.arguments[len(values) :]
        values += tuple([named.pop(name, missing) for name in left_out])
        if named or len(values) > len(thing.arguments):
            raise TypeError(f"The macro {thing.name} takes {', '.join(thing.arguments)}.")
        return trusted(thing._func(*values))


def takes_more(macro: Macro) -> bool:
    """Whether a macro takes a block, or values beyond those that it names."""
    return macro.caller or macro.catch_kwargs or macro.catch_varargs


def escaped(value: Any) -> str:
    """Return a value that is no text as HTML for output that is joined at once."""
    return str(value) if type(value) is int else escape(value)


class LocalisedEnvironment(Environment):
    """An environment whose templates speak one language."""

    template_class = PlainTemplate
    context_class = QuickContext
    code_generator_class = QuickOutput
    escaped = staticmethod(escaped)
    escaped_text = staticmethod(_escape_inner)
    catalogue: NullTranslations | None = None

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.found: dict[str | Template, Template] = {}

    def overlay(self, *given: Any, **options: Any) -> "LocalisedEnvironment":
        """Return an environment that shares all but the templates found."""
        beside = super().overlay(*given, **options)
        beside.found = {}
        return beside

    def in_language(self, catalogue: NullTranslations) -> "LocalisedEnvironment":
        """Return an environment with the same filters and globals that speaks a language."""
        localised = self.overlay(cache_size=400)
        localised.catalogue = catalogue
        localised.linked_to = None
        return localised

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: Any = None
    ) -> Template:
        """Return a template; a page asks for one with each macro that it uses."""
        if not isinstance(name, str) or name not in self.found:
            self.found[name] = super().get_template(name, parent, globals)
        return self.found[name]

    def text(self, message: str) -> str:
        """Return a text in the environment's language."""
        return str(self.catalogue.ugettext(message)) if self.catalogue else message

    def drawn(self, component: Component, values: list[Any], named: dict[str, Any]) -> Markup:
        """Return what a component looks like."""
        drawing: Any = self.get_template(component.template).module
        return trusted(getattr(drawing, component.macro)(*values, **named))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template and put the translated texts in."""
        tree = super()._parse(source, name, filename)
        if self.catalogue is not None:
            Translator(self).visit(tree)
        return tree


@cache
def drawing_digest() -> str:
    """Return a short hash of how templates are compiled and of what is drawn into them."""
    folder = Path(__file__).parent.parent / "templates"
    files = (Path(__file__), *(folder / name for name in sorted(DRAWINGS)))
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content).hexdigest()[:10]


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates of one language in a folder, for the next start.

    The mark stands for all that is compiled into them besides their source.
    """

    def __init__(self, folder: Path, mark: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))
        self.mark = mark

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name under which a template is kept."""
        return super().get_cache_key(f"{self.mark}:{name}", filename)


class Translator(NodeTransformer):
    """Replaces `_("text")`, with or without values, `asset("name")` and drawings that are told all
    by constants, such as `icon("name")`, by what they stand for.
    """

    def __init__(self, environment: LocalisedEnvironment) -> None:
        self.environment = environment
        self.drawings: dict[str, Component] = {}

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802
        """Note under which names a template calls drawings."""
        template = node.template
        if isinstance(template, nodes.Const) and template.value in DRAWINGS:
            for each in node.names:
                macro, name = each if isinstance(each, tuple) else (each, each)
                self.drawings[name] = Component(template.value, macro)
        return node

    def visit_Output(self, output: nodes.Output) -> nodes.Node:  # noqa: N802
        """Put the pieces of a text out one by one, where each is escaped as the whole would be."""
        self.generic_visit(output)
        output.nodes = [
            piece
            for each in output.nodes
            for piece in (each.nodes if isinstance(each, nodes.Concat) else [each])
        ]
        return output

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        """Put in what a call with constants stands for."""
        self.generic_visit(call)
        plain = all(isinstance(value, nodes.Const) for value in call.args)
        if not plain or not isinstance(call.node, nodes.Name) or call.dyn_args or call.dyn_kwargs:
            return call
        name, values = call.node.name, [value.value for value in call.args]  # type: ignore[attr-defined]
        if name in TEXT_FUNCTIONS and len(values) == 1:
            return self.translated(values[0], call)
        if name == "asset":
            return nodes.Const(asset(*values), lineno=call.lineno)
        if name in self.drawings and all(isinstance(x.value, nodes.Const) for x in call.kwargs):
            named = {pair.key: pair.value.value for pair in call.kwargs}  # type: ignore[attr-defined]
            drawn = self.environment.drawn(self.drawings[name], values, named)
            return nodes.Const(drawn, lineno=call.lineno)
        return call

    def translated(self, text: str, call: nodes.Call) -> nodes.Expr:
        """Return a text in the language, its values where `%(name)s` stands."""
        pieces = PLACE.split(self.environment.text(text))
        values = {pair.key: pair.value for pair in call.kwargs}
        parts: list[nodes.Expr] = [
            values[piece]
            if number % 2
            else nodes.Const(trusted(piece.replace("%%", "%")), lineno=call.lineno)
            for number, piece in enumerate(pieces)
        ]
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=call.lineno)
