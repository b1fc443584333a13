"""Every code that is noted has a message, and every message can be shown."""

import re
from pathlib import Path

import elearning
from elearning.courses.diagnostics.notes import Diagnostic
from elearning.courses.messages.by_code import MESSAGES
from elearning.courses.messages.essays import ESSAYS
from elearning.courses.messages.files import FILES
from elearning.courses.messages.paths import PATHS
from elearning.courses.messages.questions import QUESTIONS
from elearning.courses.messages.texts import TEXTS
from elearning.courses.messages.variants import VARIANTS

ROOT = Path(elearning.__file__).parent
NAMED = re.compile(r"%\((\w+)\)s")


def sources() -> str:
    files = [*(ROOT / "courses").rglob("*.py"), *(ROOT / "core").glob("*.py")]
    return "\n".join(
        file.read_text(encoding="utf-8") for file in files if file.parent.name != "messages"
    )


def test_no_message_is_without_use_and_no_code_without_message() -> None:
    text = sources()
    assert [code for code in MESSAGES if f'"{code}"' not in text] == []
    noted = re.findall(r'(?:notes|notebook\.of\([^)]*\))\.add\(\s*"([a-z-]+)"', text)
    noted += re.findall(r'(?:Fault|Unreadable|BadValue)\(\s*"([a-z-]+)"', text)
    assert [code for code in noted if code not in MESSAGES] == []
    assert len(MESSAGES) == sum(map(len, (FILES, TEXTS, QUESTIONS, ESSAYS, PATHS, VARIANTS)))


def test_each_message_and_remedy_can_be_shown() -> None:
    for code, wording in MESSAGES.items():
        names = NAMED.findall(f"{wording.message} {wording.remedy}")
        shown = Diagnostic("a.md", 1, "", code, dict.fromkeys(names, "x"))
        assert wording.level in {"error", "warning"}
        assert "%(" not in shown.message + shown.remedy
