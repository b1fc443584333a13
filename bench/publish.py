"""Publishes a course of 100 lessons: the check, the first revision, one changed lesson, no change.

`python -m bench publish [POSTGRESQL ADDRESS]`; lessons and questions are those of a shipped course.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bench.server import ROOT
from elearning.app import create_app
from elearning.core import clock
from elearning.core.db import db, writing
from elearning.core.markdown import Renderer
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings
from elearning.courses.publishing.courses import Outcome, check_folder, has_changed, publish_folder

LESSONS = 100
#: A quiz after so many lessons.
QUIZ_EVERY = 10
SOURCE = ROOT / "content" / "pelayanan-publik-digital"
KEY = "a key for measurements only, long enough"


def write_course(folder: Path) -> None:
    """Write 100 lessons of some 1,400 words and 10 quizzes of 20 questions."""
    (folder / "media").mkdir(parents=True)
    for path in (SOURCE / "media").iterdir():
        (folder / "media" / path.name).write_bytes(path.read_bytes())
    head = (SOURCE / "course.md").read_text("utf-8").replace("prasyarat", "# prasyarat")
    (folder / "course.md").write_text(head, "utf-8")
    (folder / "glosarium.csv").write_bytes((SOURCE / "glosarium.csv").read_bytes())
    quiz = max(SOURCE.glob("*.quiz.md")).read_text("utf-8")
    lessons = sorted(path for path in SOURCE.glob("*-*.md") if ".quiz" not in path.name)
    for number in range(LESSONS):
        text = lessons[number % len(lessons)].read_text("utf-8")
        (folder / f"{number + 10:03}-materi-{number}.md").write_text(alone(text), "utf-8")
        if number % QUIZ_EVERY == QUIZ_EVERY - 1:
            name = f"{number + 10:03}-kuis-{number}.quiz.md"
            (folder / name).write_text(alone(quiz), "utf-8")


def alone(text: str) -> str:
    """Let a text's links to other lessons lead to one that is there."""
    for path in SOURCE.glob("*-*.md"):
        text = text.replace(path.name, "010-materi-0.md")
    return text


def timed(name: str, work: Callable[[], object]) -> None:
    """Print how long some work takes, on the clock and of this process."""
    wall, own = perf_counter(), process_time()
    work()
    print(f"{name}: {perf_counter() - wall:.2f} s ({process_time() - own:.2f} s in this process)")


def publish(folder: Path, renderer: Renderer) -> Outcome:
    """Publish, which must succeed."""
    outcome = publish_folder(folder, renderer, clock.now())
    assert outcome.published, [str(each) for each in outcome.checked.errors[:5]]
    return outcome


def main() -> None:
    """Measure and print."""
    address = sys.argv[2] if len(sys.argv) > 2 else ""
    with TemporaryDirectory() as name:
        folder = Path(name) / "seratus-materi"
        write_course(folder)
        settings = Settings(data_dir=Path(name), secret_key=KEY, database_url=address)
        app = create_app(settings)
        with app.app_context(), writing():
            bring_up_to_date()
            with Renderer() as renderer:
                renderer.render("warm")
                timed("check", lambda: check_folder(folder, renderer))
                timed("publish, first revision", lambda: publish(folder, renderer))
                lesson = folder / "010-materi-0.md"
                lesson.write_text(lesson.read_text("utf-8") + "\nSatu kalimat lagi.\n", "utf-8")
                timed("publish, one lesson changed", lambda: publish(folder, renderer))
                timed("publish, nothing changed", lambda: publish(folder, renderer))
                timed("publish --changed, nothing changed", lambda: has_changed(folder))
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
