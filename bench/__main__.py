"""Runs one measurement by its name."""

import sys
from importlib import import_module

NAMES = (
    "lesson",
    "dashboard",
    "quiz",
    "quiz_load",
    "attack",
    "export",
    "certificate",
    "start",
    "search",
    "publish",
    "preview",
    "records",
)


def main() -> int:
    """Run the measurement of the command line's first word."""
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        print(f"python -m bench {'|'.join(NAMES)}")
        return 2
    import_module(f"bench.{sys.argv[1]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
