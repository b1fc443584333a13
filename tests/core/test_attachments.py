"""What is saved under a name comes with that name, whatever its letters."""

import pytest

from elearning.core.application import Application
from elearning.core.attachments import attachment


@pytest.mark.parametrize("content", ["isi", b"isi", [b"i", b"si"]])
def test_a_text_bytes_and_a_stream_are_saved(
    app: Application, content: str | bytes | list[bytes]
) -> None:
    with app.app_context():
        answer = attachment(content, "laporan “akhir”.txt", "text/plain")
    assert (answer.get_data(), answer.mimetype) == (b"isi", "text/plain")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert (
        "filename*=UTF-8''laporan%20%E2%80%9Cakhir%E2%80%9D.txt"
        in answer.headers["Content-Disposition"]
    )
