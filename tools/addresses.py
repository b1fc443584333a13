"""The list of addresses against the views.

tools/addresses.py          -> write elearning/addresses.txt anew
tools/addresses.py --check  -> fail when it says something else than the views (runs in CI)
"""

import sys

from elearning.app import ADDRESSES, ROOMS
from elearning.core.application import Application

ANSWERED_BY_THEMSELVES = {"HEAD", "OPTIONS"}


def addresses() -> str:
    """Return the list of the addresses that the views of every room declare."""
    app = Application("elearning", ROOMS, None)
    app.rooms.open_all()
    rules = [(each.endpoint, each.methods or set(), each.rule) for each in app.url_map.iter_rules()]
    rows = [
        (endpoint, method, rule)
        for endpoint, methods, rule in rules
        for method in sorted(methods - ANSWERED_BY_THEMSELVES)
    ]
    width = max(len(endpoint) for endpoint, _method, _rule in rows)
    return "".join(f"{endpoint:{width}} {method:4} {rule}\n" for endpoint, method, rule in rows)


def main() -> None:
    """Write the list, or compare it."""
    if "--check" not in sys.argv:
        ADDRESSES.write_text(addresses(), encoding="utf-8")
    elif ADDRESSES.read_text(encoding="utf-8") != addresses():
        sys.exit("elearning/addresses.txt does not fit the views. Run: make addresses")


if __name__ == "__main__":
    main()
