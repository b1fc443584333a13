"""What the README promises is what there is: settings, packages, people, commands, links."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import elearning
from elearning.cli import group
from tools.settings_table import table

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ACCOUNTS = ROOT / "elearning" / "demonstration" / "accounts.csv"
PASSWORD = "belajar-kapan-saja"

#: The sign-ins that users and scripts rely on after `elearning demo`.
PEOPLE = [
    "198503172010011987",
    "199012052015032996",
    "199207042022212993",
    "197804122003121992",
    "198111232006042991",
    "198806152011012994",
    "197205101998031993",
    "admin",
]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


@cache
def readme() -> str:
    """Return the README."""
    return README.read_text(encoding="utf-8")


def cells() -> Iterator[list[str]]:
    """Yield the cells of every line of a table in the README."""
    for line in readme().splitlines():
        if line.startswith("|") and not line.startswith("|--"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def documents() -> list[Path]:
    """Return every document of the repository."""
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def code() -> str:
    """Return what stands as code in the README, line by line."""
    return "\n".join(match.strip("`\n") for match in CODE.findall(readme()))


def words_after(name: str) -> list[list[str]]:
    """Return the words that follow a command's name wherever the README runs it."""
    before = r"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?"
    pattern = re.compile(rf"{before}{name}[ \t]+([^#|&;\n]+)", re.MULTILINE)
    return [found.split() for found in pattern.findall(code())]


def test_the_settings_table_is_the_code() -> None:
    """`python tools/settings_table.py` prints what belongs there."""
    assert "\n".join(table()) in readme()


def test_the_package_map_names_every_package_once() -> None:
    """A line of the map begins with the package's folder, "| `core/` | …"."""
    named = [line[0] for line in cells() if re.fullmatch(r"`\w+/`", line[0])]
    (folder,) = (Path(path) for path in elearning.__path__)
    packages = [f"`{path.parent.name}/`" for path in folder.glob("*/__init__.py")]
    assert sorted(named) == sorted(packages)


def test_the_people_of_the_demonstration_are_named_with_what_they_can_do() -> None:
    """A line names the sign-in first, "| `198503172010011987` | … |"."""
    people = {line[0].strip("`"): line[1:] for line in cells() if line[0].strip("`") in PEOPLE}
    assert list(people) == PEOPLE
    assert all(all(told) for told in people.values())
    assert f"`{PASSWORD}`" in readme()


def test_the_people_of_the_readme_are_those_of_the_demonstration() -> None:
    with ACCOUNTS.open(encoding="utf-8", newline="") as file:
        signing_in = {line["sign_in"] for line in csv.DictReader(file)}
    assert signing_in == set(PEOPLE)


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {word for words in words_after("make") for word in words if "=" not in word}
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_command_that_is_named_exists() -> None:
    named = words_after("elearning")
    assert named
    assert [words for words in named if not is_command(group(), words)] == []


def is_command(command: click.Command, words: list[str]) -> bool:
    """Whether words lead from a group to a command; what follows is the command's own."""
    if not isinstance(command, click.Group):
        return True
    name = words[0] if words else ""
    known = command.get_command(click.Context(command), name)
    return name == "--help" or (known is not None and is_command(known, words[1:]))


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(document: Path) -> None:
    links = LINK.findall(CODE.sub("", document.read_text(encoding="utf-8")))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_a_picture_shows_the_real_product() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"", readme())
    shown = [ROOT / (markdown or html) for markdown, html in pictures]
    assert shown
    assert all(path.is_file() and path.stat().st_size > 10_000 for path in shown)
