"""Media leave whole or in part, as players and download managers ask for them."""

import http.client
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from elearning.core.files import digest_of
from tests.courses.folders import COURSE, lesson, write_folder
from tests.courses.specimens import docx
from tests.processes import ELEARNING, environment, free_port

VIDEO = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 4000
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    + '<path d="M0 0h9"/>' * 200
    + "</svg>"
)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nSelamat pagi.\n"
TEXT = "![Sapaan](media/sapa.mp4)\n\n![Alur](media/alur.svg)\n\n[Unduh](media/Formulir.docx)\n"
FILES: dict[str, str | bytes | None] = {
    "course.md": COURSE + TEXT,
    "10-materi.md": lesson("Isi."),
    "media/sapa.mp4": VIDEO,
    "media/sapa.id.vtt": CAPTIONS,
    "media/alur.svg": DRAWING,
    "media/Formulir.docx": docx(),
}


class Answer:
    """What the server said."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()


class Server:
    """A real server whose public course page shows a video, a drawing and a document."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, name: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a file of the course by the name that its author gave it."""
        content = FILES[f"media/{name}"]
        data = content.encode() if isinstance(content, str) else content or b""
        path = f"/pelatihan/uji-coba/media/{digest_of(data)[:16]}-{name}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, path, headers=named)
        try:
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("siaran"), free_port()
    content = write_folder(folder / "content", FILES).parent
    settings = environment(folder / "var") | {"CONTENT_DIR": str(content), "WORKERS": "1"}
    process = subprocess.Popen([*ELEARNING, "serve", "--port", str(port)], env=settings)
    try:
        served = Server(port)
        wait_for(served)
        yield served
    finally:
        process.terminate()
        process.wait(20)


def wait_for(server: Server) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        try:
            if server.ask("alur.svg").status == 200:
                return
        except OSError:
            pass
        sleep(0.05)
    raise AssertionError("nothing was served")


def test_a_whole_file_says_that_parts_can_be_asked_for(server: Server) -> None:
    answer = server.ask("sapa.mp4")
    assert (answer.status, answer.body) == (200, VIDEO)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Length"] == str(len(VIDEO))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "part", "first"),
    [
        ("bytes=0-", VIDEO, 0),
        ("bytes=5-9", VIDEO[5:10], 5),
        ("bytes=-7", VIDEO[-7:], len(VIDEO) - 7),
        (f"bytes=10-{len(VIDEO) * 2}", VIDEO[10:], 10),
    ],
)
def test_a_part_is_sent_as_one(server: Server, asked: str, part: bytes, first: int) -> None:
    answer = server.ask("sapa.mp4", Range=asked)
    assert (answer.status, answer.body) == (206, part)
    last = first + len(part) - 1
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(VIDEO)}"
    assert answer.headers["Content-Length"] == str(len(part))


def test_a_part_behind_the_end_is_refused_with_the_length(server: Server) -> None:
    answer = server.ask("sapa.mp4", Range=f"bytes={len(VIDEO)}-")
    assert answer.status == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(VIDEO)}"


@pytest.mark.parametrize("asked", ["bytes=2-1", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5"])
def test_what_is_no_single_part_gets_the_whole_file_or_a_refusal(
    server: Server, asked: str
) -> None:
    answer = server.ask("sapa.mp4", Range=asked)
    assert answer.status in {200, 416}
    assert answer.status == 416 or answer.body == VIDEO


def test_a_part_of_another_version_is_not_sent(server: Server) -> None:
    tag = server.ask("sapa.mp4").headers["ETag"]
    assert server.ask("sapa.mp4", Range="bytes=0-3", If_Range=tag).status == 206
    answer = server.ask("sapa.mp4", Range="bytes=0-3", If_Range='"lain"')
    assert (answer.status, answer.body) == (200, VIDEO)


def test_what_the_browser_has_is_not_sent_again(server: Server) -> None:
    for name in ("sapa.mp4", "alur.svg", "sapa.id.vtt"):
        tag = server.ask(name).headers["ETag"]
        answer = server.ask(name, If_None_Match=tag)
        assert (answer.status, answer.body) == (304, b"")


def test_the_head_tells_the_length_and_sends_nothing(server: Server) -> None:
    answer = server.ask("sapa.mp4", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(VIDEO))
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_file_is_kept_for_a_year_by_the_reader_alone(server: Server) -> None:
    for name in ("sapa.mp4", "alur.svg", "Formulir.docx"):
        kept = server.ask(name).headers["Cache-Control"]
        assert set(kept.split(", ")) == {"private", "max-age=31536000", "immutable"}


def test_a_part_of_a_drawing_is_never_compressed(server: Server) -> None:
    whole = server.ask("alur.svg", Accept_Encoding="gzip")
    assert whole.headers["Content-Encoding"] == "gzip"
    part = server.ask("alur.svg", Accept_Encoding="gzip", Range="bytes=0-3")
    assert (part.status, part.body) == (206, DRAWING[:4].encode())
    assert part.headers["Content-Encoding"] is None


def test_captions_come_as_captions(server: Server) -> None:
    answer = server.ask("sapa.id.vtt")
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.body == CAPTIONS.encode()


def test_a_document_is_saved_under_the_name_its_author_gave(server: Server) -> None:
    answer = server.ask("Formulir.docx")
    assert answer.body == docx()
    assert answer.headers["Content-Disposition"] == "attachment; filename=Formulir.docx"
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" not in (server.ask("sapa.mp4").headers["Content-Disposition"] or "")


def test_an_address_that_is_not_there_is_not_found(server: Server, tmp_path: Path) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", f"/pelatihan/uji-coba/media/{'0' * 16}-sapa.mp4")
    assert connection.getresponse().status == 404
    connection.close()
