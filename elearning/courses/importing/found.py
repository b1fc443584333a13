"""What importers find: questions whose texts are Markdown, and the files that come of them."""

from decimal import Decimal
from typing import NamedTuple

from elearning.courses.importing.losses import Loss, Place


class Choice(NamedTuple):
    """An option or a criterion; `mark` stands in its brackets: x, nothing, or a share such as 50%.

    A criterion's feedback is for those who grade it.
    """

    text: str
    mark: str = ""
    feedback: str = ""


class Found(NamedTuple):
    """A question of any kind; what its kind does not need is empty."""

    #: A name of `courses.kinds.KINDS`.
    kind: str
    #: Markdown; of fill-in-the-blanks with its `[[answers]]`.
    stem: str
    place: Place = Place()
    choices: tuple[Choice, ...] = ()
    #: Short: texts with `*` for anything and `\*` for an asterisk. Numeric: 30, 30 ± 2, 28..32.
    answers: tuple[str, ...] = ()
    #: Matching: left and right; a right side without left matches nothing.
    pairs: tuple[tuple[str, str], ...] = ()
    #: Ordering: the right order.
    steps: tuple[str, ...] = ()
    explanation: str = ""
    hint: str = ""
    weight: Decimal = Decimal(1)
    #: Several may be chosen although one is right.
    many: bool = False
    #: All or nothing.
    whole: bool = False


class Group(NamedTuple):
    """Questions of one category; the first may have no title."""

    title: str
    questions: tuple[Found, ...]


class Parsed(NamedTuple):
    """What an importer of quizzes gives."""

    groups: tuple[Group, ...]
    losses: tuple[Loss, ...]
    media: dict[str, bytes]
    title: str = ""

    @property
    def questions(self) -> tuple[Found, ...]:
        """All questions in their order."""
        return tuple(question for group in self.groups for question in group.questions)


class Imported(NamedTuple):
    """Files of a course folder by name, its media by name, and what was lost."""

    files: dict[str, str]
    media: dict[str, bytes]
    losses: tuple[Loss, ...]
