"""The process that renders Markdown: reads JSON lines, answers JSON lines, may be killed.

`python -m elearning.core.render_process BYTES` limits its own memory. Without a network, a database
or a secret it knows only what its parent sends.
"""

import json
import resource
import sys
from contextlib import suppress
from typing import Any

from elearning.core.fragments import Asset, Context, Fragment
from elearning.core.markdown_html import TooDeep, convert

#: Processor seconds for one text; the parent's clock is stricter, this one survives the parent.
CPU_SECONDS = 60


def limit_memory(size: int) -> None:
    """Let the process fail, not the machine."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def limit_time() -> None:
    """Give the next text its own processor seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + CPU_SECONDS, hard))


def context_of(message: dict[str, Any]) -> Context:
    """Read what the coming texts may refer to."""
    media = {name: Asset(*values) for name, values in message["media"].items()}
    return Context(media, message["links"], message["glossary"], message["language"])


def answer(fragment: Fragment, context: Context) -> dict[str, Any]:
    """Render a text, or say that it is nested too deeply."""
    limit_time()
    try:
        return convert(fragment, context)._asdict()
    except (RecursionError, TooDeep):
        return {"refused": "deep"}


def serve() -> None:
    """Answer each line until the parent closes the pipe, or a text has upset the parser."""
    context, reply = Context(), dict[str, Any]()
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "context" in message:
            context, reply = context_of(message["context"]), {}
        else:
            reply = answer(Fragment(message["source"], message["page"]), context)
        sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
        sys.stdout.buffer.flush()
        if "refused" in reply:
            break


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]))
    serve()
