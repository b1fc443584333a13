"""The trusted roots are looked at when the server starts, not when somebody verifies."""

from pathlib import Path

import pytest

from elearning.certificates.signing.roots import require_roots, trusted_roots
from elearning.core.application import Application
from elearning.core.settings import SettingsError
from tests.certificates.signing.authority import root_pem
from tests.certificates.signing.desks import roots_of
from tests.conftest import make_settings


def test_a_file_with_roots_is_taken_and_none_need_be_named(tmp_path: Path) -> None:
    named = make_settings(tmp_path, signing_roots=roots_of(tmp_path))
    require_roots(named)
    assert trusted_roots(named) == root_pem()
    require_roots(make_settings(tmp_path))
    assert trusted_roots(make_settings(tmp_path)) == b""


@pytest.mark.parametrize(
    "content", [None, b"", b"bukan sertifikat", root_pem()[:200], root_pem().replace(b"M", b"N")]
)
def test_a_missing_or_malformed_file_is_refused_with_a_sentence(
    app: Application, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "akar.pem"
    if content is not None:
        path.write_bytes(content)
    with app.test_request_context(), pytest.raises(SettingsError, match="SIGNING_ROOTS"):
        require_roots(make_settings(tmp_path, signing_roots=str(path)))
