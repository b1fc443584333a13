"""Verifiers of others, and the official schema: fetched once, verified by digest, run on what we sign."""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from elearning.core.application import Application
from tests.fetching import alone
from tools.vendor import sri

HERE = Path(__file__).resolve().parent
#: Not in the repository.
FETCHED = HERE / "node_modules"
DONE = FETCHED / "fetched.json"
#: 1EdTech's schema as it stands in the source archive of openbadgeslib, unchanged.
SCHEMA_HOLDER = "openbadgeslib==4.6.3"
SCHEMA_SHA256 = "b7358e895f492e74055dc6bfc7ffc420d0e497f90c4579fb83d9519b86d393ea"
SCHEMA = "ob_v3p0_achievementcredential_schema.json"
OK = "ok"


def verdicts(app: Application, base: str, *cases: dict[str, Any]) -> list[str]:
    """Return what the verifiers say of credentials and tokens, which see only our public pages."""
    fetch_packages()
    asked = json.dumps({"documents": published(app, base, cases), "cases": cases})
    command = ["node", str(HERE / "verify.mjs")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[str] = json.loads(done.stdout)
    return answers


def published(app: Application, base: str, cases: object) -> dict[str, Any]:
    """Return the public pages that a verifier of these cases would fetch, by address."""
    client = app.test_client()
    paths = {"/lencana/penerbit", "/.well-known/jwks.json", "/lencana/status/1"}
    issuer = client.get("/lencana/penerbit").get_json(force=True)
    paths |= {method.removeprefix(base) for method in issuer["assertionMethod"]}
    answers = {path: client.get(path) for path in paths}
    return {
        base + path: answer.get_json(force=True)
        for path, answer in answers.items()
        if answer.status_code == 200
    }


def fetch_packages() -> None:
    """Fetch the archives with npm, refuse one whose digest differs, unpack them; once."""
    with alone(FETCHED):
        _fetch_packages()


def _fetch_packages() -> None:
    """Fetch what is not there yet."""
    told = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    if DONE.exists() and json.loads(DONE.read_text()) == told["integrity"]:
        return
    names = [f"{name}@{version}" for name, version in told["devDependencies"].items()]
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", *names, "--ignore-scripts", "--silent"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        archives = {sri("sha512", path.read_bytes()): path for path in Path(folder).glob("*.tgz")}
        for name, integrity in told["integrity"].items():
            assert integrity in archives, f"{name} is not what package.json says"
            unpack(archives[integrity], FETCHED / name)
    DONE.write_text(json.dumps(told["integrity"]))


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a package."""
    with tarfile.open(archive) as members:
        for member in members.getmembers():
            member.name = member.name.partition("/")[2]
            if member.name:
                members.extract(member, folder, filter="data")


@cache
def schema() -> dict[str, Any]:
    """Return the official JSON schema of an OpenBadgeCredential; the first call fetches it."""
    kept = FETCHED / SCHEMA
    with alone(FETCHED):
        if not kept.exists():
            kept.write_bytes(fetched_schema())
    content = kept.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SCHEMA_SHA256
    found: dict[str, Any] = json.loads(content)
    return found


def fetched_schema() -> bytes:
    """Fetch the source archive with pip and return the schema in it."""
    options = ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", *options, SCHEMA_HOLDER]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        with tarfile.open(next(Path(folder).glob("*.tar.gz"))) as members:
            name = next(name for name in members.getnames() if name.endswith(f"/{SCHEMA}"))
            found = members.extractfile(name)
            assert found is not None
            return found.read()
