"""Print the settings as the README's table, one row each in the order of the code.

The README holds these lines word for word; `tests/test_documentation.py` compares them.
"""

import sys
from dataclasses import fields

from elearning.core.settings import Settings

HEADER = ("| variable | default | meaning |", "|---|---|---|")


def table() -> list[str]:
    """Return the lines of the table."""
    return [*HEADER, *(row(f.name, f.default, f.metadata["meaning"]) for f in fields(Settings))]


def row(name: str, default: object, meaning: str) -> str:
    """Return one line: the variable of the environment, its default and what it means."""
    shown = f"`{default}`" if str(default) else "–"
    return f"| `{name.upper()}` | {shown} | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table()) + "\n")
