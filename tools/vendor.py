"""Copy pinned files out of npm packages into the static folder; users never need npm.

``python tools/vendor.py`` fetches what ``vendor.json`` names, refuses a package whose sha512
differs from ``vendor.lock.json``, and writes the files, fonts narrowed to the ``weights``.
``--update`` accepts a new version. A name ``bundle:x`` bundles the modules of ``tools/x`` with the packages
that its ``package-lock.json`` pins by digest.
``--check`` works offline: every vendored file is byte for byte what the lock recorded.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NotRequired, TypedDict

TOOLS = Path(__file__).resolve().parent
STATIC = TOOLS.parent / "elearning" / "static"
SPECIFICATION = TOOLS / "vendor.json"
LOCK = TOOLS / "vendor.lock.json"
BUNDLE = "bundle:"
#: What the oldest phone can run.
FLAGS = ("--bundle", "--minify", "--format=esm", "--target=chrome80", "--legal-comments=none")


class Wanted(TypedDict):
    """What vendor.json says of one package; weights: the lightest and the heaviest to keep."""

    version: str
    files: dict[str, str]
    weights: NotRequired[list[int]]


class Locked(TypedDict):
    """What the lock records of one package: its archive's and its files' digests."""

    version: str
    integrity: str
    files: dict[str, str]


def main(arguments: list[str]) -> int:
    """Check offline with ``--check``; otherwise fetch, verify and write."""
    lock: dict[str, Locked] = json.loads(LOCK.read_text()) if LOCK.exists() else {}
    if "--check" in arguments:
        return report(differences(lock))
    specification: dict[str, Wanted] = json.loads(SPECIFICATION.read_text())
    fresh = {
        name: bundled(name, wanted)
        if name.startswith(BUNDLE)
        else vendored(name, wanted, lock.get(name), update="--update" in arguments)
        for name, wanted in specification.items()
    }
    LOCK.write_text(json.dumps(fresh, indent=2) + "\n")
    return report(differences(fresh))


def report(faults: list[str]) -> int:
    """Print the outcome; the exit status is 1 when a file differs."""
    print("\n".join(faults) if faults else "vendored files: as locked")
    return 1 if faults else 0


def differences(lock: dict[str, Locked]) -> list[str]:
    """Name what is missing, altered or not locked, a sentence each."""
    recorded = {
        path: digest for locked in lock.values() for path, digest in locked["files"].items()
    }
    specification: dict[str, Wanted] = json.loads(SPECIFICATION.read_text())
    wanted = {path for package in specification.values() for path in package["files"].values()}
    unlocked = [f"{path}: not in the lock; run tools/vendor.py" for path in wanted - set(recorded)]
    return sorted(unlocked) + [
        f"{path}: differs from the lock"
        for path, digest in recorded.items()
        if not (STATIC / path).is_file() or sri("sha384", (STATIC / path).read_bytes()) != digest
    ]


def vendored(name: str, wanted: Wanted, locked: Locked | None, *, update: bool) -> Locked:
    """Fetch one package, verify its archive, and write its wanted files."""
    with tempfile.TemporaryDirectory() as folder:
        archive = packed(name, wanted["version"], Path(folder))
        integrity = sri("sha512", archive.read_bytes())
        if locked and not update and integrity != locked["integrity"]:
            sys.exit(f"{name}: {integrity} is not the locked {locked['integrity']}")
        files = {
            target: placed(target, member(archive, source), wanted.get("weights"))
            for source, target in wanted["files"].items()
        }
    return {"version": wanted["version"], "integrity": integrity, "files": files}


def bundled(name: str, wanted: Wanted) -> Locked:
    """Bundle modules of ours with pinned packages, running none of their scripts."""
    source = TOOLS / name.removeprefix(BUNDLE)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(shutil.copytree(source, Path(parent) / "bundle"))
        npm = ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(npm, check=True, capture_output=True, cwd=folder)
        files = {
            target: placed(target, built(folder, entry), None)
            for entry, target in wanted["files"].items()
        }
    integrity = sri("sha512", (source / "package-lock.json").read_bytes())
    return {"version": wanted["version"], "integrity": integrity, "files": files}


def built(folder: Path, entry: str) -> bytes:
    """Return a bundle, or a file of a package as it is."""
    if entry.startswith("node_modules/"):
        return (folder / entry).read_bytes()
    command = ["node_modules/.bin/esbuild", entry, *FLAGS]
    return subprocess.run(command, check=True, capture_output=True, cwd=folder).stdout


def packed(name: str, version: str, folder: Path) -> Path:
    """Let npm download one package's archive, running none of its scripts."""
    command = ["npm", "pack", f"{name}@{version}", "--ignore-scripts", "--silent"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.tgz"))


def member(archive: Path, source: str) -> bytes:
    """Return one file of a package."""
    with tarfile.open(archive) as members:
        found = members.extractfile(f"package/{source}")
        if found is None:
            sys.exit(f"{archive.name}: {source} is no file")
        return found.read()


def placed(target: str, content: bytes, weights: list[int] | None) -> str:
    """Write one file under the static folder, a font narrowed; return its digest."""
    if weights and target.endswith(".woff2"):
        from narrow_font import narrowed  # needs fontTools, which --check does not

        content = narrowed(content, *weights)
    (STATIC / target).parent.mkdir(parents=True, exist_ok=True)
    (STATIC / target).write_bytes(content)
    return sri("sha384", content)


def sri(algorithm: str, content: bytes) -> str:
    """Digest in the notation of Subresource Integrity."""
    digest = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
