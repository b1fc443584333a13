"""Commands speak the platform's language: their help, usage errors, and refused settings."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from elearning.cli import group
from elearning.core.commands import speak
from tests.test_cli import REFUSED, USAGE, run
from tools.messages import helps

CLICKS = ("Usage:", "Options:", "Commands:", "[OPTIONS]", "ARGS", "INTEGER", "TEXT", "Show this")


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let commands speak a language until the test ends."""

    def speak_in(locale: str) -> None:
        monkeypatch.setenv("DEFAULT_LOCALE", locale)
        monkeypatch.setenv("LANGUAGE", "")
        speak()

    return speak_in


def commands(command: click.Command, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, *words, name)


def said(*words: str) -> Result:
    """Run a command in this process, on wide paper."""
    return CliRunner().invoke(group(), words, terminal_width=500, max_content_width=500)


def test_the_help_of_every_command_is_in_the_platforms_language(
    speaking: Callable[[str], None],
) -> None:
    speaking("en")
    english = {*helps(group()), *CLICKS}
    assert "The database." in english
    assert "Show this" in said("db", "move", "--help").output
    speaking("id")
    told = {words: said(*words, "--help").output for words in commands(group())}
    assert len(told) > 20
    left = {(words, text) for words, page in told.items() for text in english if text in page}
    assert left == set()


def test_help_is_english_where_the_platform_is(speaking: Callable[[str], None]) -> None:
    speaking("id")
    said("serve", "--help")
    speaking("en")
    words = said("serve", "--help").output
    assert "Address to listen at.  [default: 127.0.0.1]" in words
    assert words.startswith("Usage: ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("kursus",), "Galat: Tidak ada perintah 'kursus'."),
        (("serve", "--prot"), "Galat: Tidak ada opsi '--prot'. Maksud Anda: '--host', '--port'?"),
        (("serve", "--prot"), "Ketik 'elearning serve --help' untuk melihat bantuan."),
        (("serve", "satu"), "Galat: Ada argumen yang tidak diperlukan (satu)"),
        (("serve", "--port"), "Galat: Opsi '--port' memerlukan 1 isian."),
        (
            ("serve", "--port", "http"),
            "Galat: Isian '--port' tidak benar: 'http' bukan bilangan bulat.",
        ),
        (
            ("serve", "--port", "0"),
            "Galat: Isian '--port' tidak benar: 0 di luar rentang 1<=x<=65535.",
        ),
        (("people", "import"), "Galat: Belum ada argumen 'FILE'."),
        (("records", "export"), "Galat: Belum ada opsi '-o' / '--output'."),
        (("records", "export", "--format", "pdf"), "'pdf' tidak termasuk pilihan 'xlsx', 'csv'"),
        (("courses", "publish", "--same", "abc", "."), "tidak benar: tulis NEW=OLD"),
    ],
)
def test_a_mistake_of_usage_is_told_in_the_platforms_language(
    speaking: Callable[[str], None], words: tuple[str, ...], sentence: str
) -> None:
    speaking("id")
    done = said(*words)
    assert done.exit_code == USAGE
    assert sentence in done.output


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("", "WORKERS='two' bukan bilangan bulat."), ("en", "WORKERS='two' is not a whole number.")],
)
def test_a_refused_setting_is_told_in_the_platforms_language(
    tmp_path: Path, locale: str, sentence: str
) -> None:
    done = run("records", "verify", folder=tmp_path, WORKERS="two", DEFAULT_LOCALE=locale)
    assert done.returncode == REFUSED
    assert sentence in done.stderr


def test_a_path_that_is_not_there_is_told_in_the_platforms_language(tmp_path: Path) -> None:
    done = run("courses", "check", tmp_path / "nowhere", folder=tmp_path)
    assert done.returncode == USAGE
    assert f"Folder '{tmp_path}/nowhere' tidak ada." in done.stderr
