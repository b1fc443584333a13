"""axe-core: fetched once from npm, verified by its digest, run in the page that is open."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.fetching import alone
from tools.vendor import member, packed, sri

HERE = Path(__file__).resolve().parent
#: Not in the repository.
FETCHED = HERE / "node_modules"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Names the violations with the first elements that show them.
RUN = """
async ({ type, values }) => {
  const found = await axe.run(document, {
    runOnly: { type, values }, resultTypes: ["violations"], preload: type === "tag",
  });
  return found.violations.map((each) => `${each.id}: ${each.help} `
    + each.nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | "));
}
"""


class Pinned(NamedTuple):
    """The version and the digest of the archive that package.json names."""

    version: str
    integrity: str

    @property
    def script(self) -> Path:
        """Where the script lies once it was fetched."""
        return FETCHED / f"axe-core-{self.version}.min.js"


def pinned() -> Pinned:
    """Read package.json."""
    told: dict[str, Any] = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    return Pinned(told["devDependencies"]["axe-core"], told["integrity"]["axe-core"])


def axe_source() -> str:
    """Return the script; the first call fetches it."""
    wanted = pinned()
    with alone(FETCHED):
        if not wanted.script.exists():
            fetch(wanted)
    return wanted.script.read_text(encoding="utf-8")


def fetch(wanted: Pinned) -> None:
    """Fetch the archive with npm, refuse it if its digest differs, keep the script."""
    with tempfile.TemporaryDirectory() as folder:
        archive = packed("axe-core", wanted.version, Path(folder))
        assert sri("sha512", archive.read_bytes()) == wanted.integrity
        script = member(archive, "axe.min.js")
    unready = wanted.script.with_suffix(".part")
    unready.write_bytes(script)
    unready.replace(wanted.script)


def violations(page: Page, source: str, rules: Sequence[str] | None = None) -> list[str]:
    """Return what WCAG 2.2 AA and good practice, or some rules, find wrong with the page, a line each.

    The script is evaluated by the browser, not loaded by the page: its policy stays strict.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(source)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found: list[str] = page.evaluate(RUN, only)
    return found
