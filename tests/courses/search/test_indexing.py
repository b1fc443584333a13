"""Indexing what is published already: at the start of a server and by command."""

from elearning.core.application import Application
from elearning.courses.cli import courses
from elearning.courses.operations import withdraw
from elearning.courses.search.indexing import index_missing
from elearning.courses.search.operations import clear_index
from elearning.courses.search.queries import PUBLIC, hits, unindexed
from tests.factories import NOW, make_course, work


def found() -> list[str]:
    """Return the courses that can be found."""
    return sorted(hit.slug for hit in hits(["latih"], PUBLIC, 50))


def test_a_start_indexes_what_was_published_before_there_was_a_search(
    each_app: Application,
) -> None:
    with work(each_app):
        make_course(slug="a")
        clear_index()
        make_course(slug="b")
    with work(each_app):
        assert found() == ["b"]
        index_missing()
        assert found() == ["a", "b"]


def test_the_command_indexes_every_published_course(each_app: Application) -> None:
    with work(each_app):
        for slug in ("a", "b"):
            make_course(slug=slug)
        clear_index()
    done = each_app.test_cli_runner().invoke(courses, ["reindex"])
    assert done.exit_code == 0
    assert "2" in done.output
    with work(each_app):
        assert found() == ["a", "b"]


def test_a_withdrawn_course_is_not_found_after_indexing_either(each_app: Application) -> None:
    with work(each_app):
        withdraw(make_course(slug="a"), None, NOW)
        assert found() == unindexed() == []
    each_app.test_cli_runner().invoke(courses, ["reindex"])
    with work(each_app):
        assert found() == []
