"""Reads Moodle XML: the question bank as Moodle exports it, pictures included."""

from elearning.courses.importing.banks.moodle_kinds import READERS, MoodleTexts, weight_of
from elearning.courses.importing.found import Found, Parsed
from elearning.courses.importing.grouping import Grouping
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures
from elearning.courses.importing.refusing import ImportRefused
from elearning.courses.importing.xml_tree import Node, tree

_LEFT_OUT = {
    "description": "description",
    "random": "random",
    "randomsamatch": "random",
} | dict.fromkeys(("calculated", "calculatedmulti", "calculatedsimple"), "calculated")
#: What Moodle itself writes; nobody misses it.
_USUAL = frozenset(
    text.casefold()
    for text in (
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "Jawaban Anda benar.",
        "Jawaban Anda benar sebagian.",
        "Jawaban Anda salah.",
        "Jawaban anda tidak benar.",
    )
)


def parse(data: bytes) -> Parsed:
    """Read a Moodle XML file; what cannot be kept is a loss at its line."""
    root = tree(data)
    if root.name != "quiz":
        raise ImportRefused("not-moodle")
    reader = _Reader()
    for question in root.all("question"):
        reader.take(question)
    return reader.parsed()


class _Reader:
    """Takes questions one by one."""

    def __init__(self) -> None:
        self.losses = Losses()
        self.pictures = Pictures(self.losses)
        self.grouping = Grouping(self.losses)
        self.texts = MoodleTexts(self.losses, self.pictures)

    def take(self, node: Node) -> None:
        kind, place = node.attributes.get("type", "").lower(), Place("line", node.line)
        if kind == "category":
            self.grouping.open(node.first("category").said("text"), place)
            return
        name = node.first("name").said("text")
        if kind in _LEFT_OUT:
            self.losses.add(_LEFT_OUT[kind], place, name)
        elif kind not in READERS:
            self.losses.add("kind-unknown", place, name, kind=kind[:40])
        else:
            self._question(node, kind, name, place)

    def _question(self, node: Node, kind: str, name: str, place: Place) -> None:
        """Read a question of a known kind with what all kinds have."""
        found = READERS[kind](node, self.texts, place)
        if found is None:
            self.losses.add("unread-question", place, name)
            return
        hints = [text for text in (self.texts.of(hint, place) for hint in node.all("hint")) if text]
        if len(hints) > 1:
            self.losses.add("hints", place, name)
        self._note_rest(node, place)
        self.grouping.add(
            found._replace(
                stem=found.stem or self.texts.plain(name),
                place=place,
                explanation=self.texts.of(node.first("generalfeedback"), place),
                hint="\n\n".join(hints),
                weight=weight_of(node),
            )
        )

    def _note_rest(self, node: Node, place: Place) -> None:
        """Note what has no place here."""
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            text = self.texts.of(node.first(name), place)
            if text and text.casefold() not in _USUAL:
                self.losses.add("outcome-feedback", place, feedback=text[:100])
        tags = [tag.said("text") for tag in node.first("tags").all("tag")]
        tags += [node.said("idnumber")] if node.said("idnumber") else []
        if tags:
            self.losses.add("tags", place, tags=", ".join(tags)[:100])
        if node.said("penalty").strip("0."):
            self.losses.add("penalty", Place())

    def parsed(self) -> Parsed:
        """Return everything; equal grades of all questions are no weights."""
        found = self.grouping.parsed(self.losses, self.pictures.media)
        if len({question.weight for question in found.questions}) > 1:
            return found
        even = [
            group._replace(questions=tuple(each._replace(weight=_ONE) for each in group.questions))
            for group in found.groups
        ]
        return found._replace(groups=tuple(even))


_ONE = Found("", "").weight
