"""Static files under addresses that change with their content, so that browsers keep them for ever."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

ROOT_FILES = ("favicon.ico", "robots.txt")
VERSIONED = re.compile(r"/static/\w+\.[0-9a-f]{10}/")
STATIC = Path(__file__).parent.parent / "static"


def init_assets(app: Flask) -> None:
    """Serve the static folder in front of the application."""
    static = WhiteNoise(
        app.wsgi_app,
        max_age=3600,
        allow_all_origins=False,
        immutable_file_test=is_immutable,
    )
    for folder in sorted(p for p in STATIC.iterdir() if p.is_dir()):
        static.add_files(str(folder), prefix=f"static/{folder.name}/")
        static.add_files(str(folder), prefix=f"static/{versioned(folder.name)}/")
    for name in ROOT_FILES:
        static.add_file_to_dictionary(f"/{name}", str(STATIC / name))
    app.wsgi_app = static  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = asset


def is_immutable(_path: str, url: str) -> bool:
    """Whether an address names its content; the vendored fonts carry their version in the name."""
    return bool(VERSIONED.match(url)) or url.startswith("/static/fonts/")


def asset(name: str) -> str:
    """Return the address of a static file such as `css/app.css`."""
    folder, _, rest = name.partition("/")
    return f"/static/{versioned(folder)}/{rest}"


@cache
def versioned(folder: str) -> str:
    """Return a static folder's name with the hash of all it holds: modules import each other by it."""
    if folder == "fonts":
        return folder
    digest = hashlib.sha256()
    for path in sorted((STATIC / folder).rglob("*")):
        if path.is_file() and path.suffix not in {".br", ".gz"}:
            digest.update(path.name.encode() + path.read_bytes())
    return f"{folder}.{digest.hexdigest()[:10]}"


def static_digest() -> str:
    """Return a short hash over the addresses of all static folders."""
    names = sorted(versioned(path.name) for path in STATIC.iterdir() if path.is_dir())
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:10]
