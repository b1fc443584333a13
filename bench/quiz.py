"""A quiz of ten questions from its opening to its result, beside H.

A flow is three requests, as a browser with scripting sends them: open the attempt, save its ten
answers, send it. Every answer is right, so that each submit does all that a pass brings about.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from isal import isal_zlib

from bench.classroom import classroom, form_token
from bench.server import Browser, compare, platform
from elearning.core.compression import GZIP_FORM
from elearning.core.direct import FIELD

PORT = 8430
SLUG = "kuis-ukur"
QUESTIONS = 10
#: Whoever took the quiz hundreds of times would have a list of as many attempts.
LEARNERS = 999
OPEN = f"/pelatihan/{SLUG}/kuis/percobaan"
RIGHT = '"><span class="t"><p>Tepat'

COURSE = """---
judul: Kuis ukur
jp: 0
penyelenggara: BKPSDM Kabupaten Contoh
---
Pelatihan untuk mengukur.
"""
LESSON = """---
judul: Materi
---
Materi yang tidak dibaca siapa pun: pelatihannya tidak pernah selesai.
"""
QUIZ = """---
judul: Kuis
jenis: kuis
nilai_lulus: 70
percobaan: 0
batas_waktu: 30
acak: soal, pilihan
umpan_balik: setelah-kirim
---
"""
QUESTION = """
### Papan nomor {number} menulis "1 hari kerja"; warga menunggu empat hari. Tanggapan mana yang tepat?

- [ ] Benar, karena jangka waktu di papan nomor {number} baru mengikat setelah dimuat dalam maklumat
  > Maklumat menyatakan kesanggupan melaksanakan standar; jangka waktu sudah menjadi janji.
- [ ] Benar, asalkan warga di kecamatan nomor {number} akhirnya menerima surat yang isinya sudah tepat
  > Hasil yang benar tidak menghapus keterlambatan. Ketepatan waktu adalah asas tersendiri.
- [x] Tepat menegur, karena jangka waktu di papan nomor {number} adalah komponen standar pelayanan
  > Standar adalah kewajiban dan janji penyelenggara kepada masyarakat, bukan catatan internal.
- [ ] Keliru, karena semua surat keterangan nomor {number} wajib selesai pada hari yang sama
  > Tidak ada ketentuan umum semacam itu. Ukurannya adalah jangka waktu dalam standar layanan.
"""


@contextmanager
def course_folder() -> Iterator[Path]:
    """Write a course of a lesson and a quiz with unlimited attempts."""
    with TemporaryDirectory() as parent:
        folder = Path(parent) / SLUG
        folder.mkdir()
        questions = (QUESTION.format(number=number) for number in range(1, QUESTIONS + 1))
        (folder / "course.md").write_text(COURSE)
        (folder / "10-materi.md").write_text(LESSON)
        (folder / "20-kuis.quiz.md").write_text(QUIZ + "".join(questions))
        yield folder


class Sitting:
    """People taking the quiz one after the other, each with few attempts behind them."""

    def __init__(self, token: str, cookies: Sequence[str]) -> None:
        self.token = token
        self.form = f"csrf_token={token}&{FIELD}=1".encode()
        self.cookies = cycle(cookies)

    async def take(self, browser: Browser) -> int:
        """Go through one attempt of whose turn it is."""
        browser.cookie = next(self.cookies)
        paper = await self.post(browser, OPEN)
        attempt, answers = browser.location, right_answers(paper)
        assert len(answers) == QUESTIONS, len(answers)
        await self.save(browser, attempt, answers)
        assert "Anda lulus" in await self.post(browser, f"{attempt}/kirim")
        return 1

    async def post(self, browser: Browser, path: str) -> str:
        """Send a form; return the page that it leads to."""
        form = {"Content_Type": "application/x-www-form-urlencoded"}
        status, body = await browser.send("POST", path, self.form, **form)
        assert status == 200, status
        return text_of(body)

    async def save(
        self, browser: Browser, attempt: str, answers: Sequence[tuple[str, str]]
    ) -> None:
        """Save all answers as quiz.js does."""
        events = [event(number, *answer) for number, answer in enumerate(answers, start=1)]
        body = json.dumps({"client": str(uuid4()), "base": 0, "events": events}).encode()
        headers = {"Content_Type": "application/json", "X_CSRFToken": self.token}
        status, _body = await browser.send("POST", f"{attempt}/jawaban", body, **headers)
        assert status == 200, status


def text_of(body: bytes) -> str:
    """Return a page as it was before it was compressed."""
    return str(isal_zlib.decompress(body, GZIP_FORM), "utf-8")


def right_answers(paper: str) -> list[tuple[str, str]]:
    """Return the name of each question with its right option; quickly, for this is not measured."""
    before = paper.split(RIGHT)[:-1]
    fields = (text[text.rindex(' name="') + 7 :].split('" value="') for text in before)
    return [(name, option) for name, option in fields]


def event(seq: int, question: str, option: str) -> dict[str, object]:
    """Return one answer."""
    chosen = {"question": question, "answer": [option], "at": "2026-11-22T03:00:00Z"}
    return {"id": str(uuid4()), "seq": seq, **chosen}


def main() -> None:
    """Print the ratios."""
    with (
        course_folder() as folder,
        classroom(folder, finished=(), learners=LEARNERS) as room,
        platform(PORT, **room.environment) as port,
    ):
        visit = Sitting(form_token(), room.cookies).take
        compare("quiz", port, lambda _n: Browser(port), visit)
