"""What a new course begins with: three templates, each of them valid and ready to write on."""

import re
from collections.abc import Mapping
from pathlib import Path

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.language.frontmatter_writing import one_line

_COURSE = """\
---
judul: {title}
kode: {code}
ringkasan: Tulis dalam satu kalimat apa yang dapat dilakukan peserta setelah pelatihan ini.
jp: 0                 # 1 JP = 45 menit; isi setelah materi lengkap
tingkat: dasar        # dasar | menengah | lanjut
kategori: Umum
penyusun:
  - Nama penyusun
sertifikat: ya
---

Tulis untuk siapa pelatihan ini dan apa manfaatnya.
"""
_LESSON = """\
---
judul: {title}
ringkasan: Cara menulis materi.
---

Tulis materi di sini. Paragraf dipisahkan oleh baris kosong, **kata penting** ditebalkan.

## Judul bagian

- Daftar ditulis dengan tanda hubung.
- Gambar diletakkan di folder `media/`.

![Tiga kotak berurutan: warga datang, petugas melayani, urusan selesai](media/alur.svg "Alur layanan.")

!!! tips
    Kotak seperti ini menonjolkan saran. Jenis lain: catatan, penting, contoh, dasar-hukum.

```latihan
### Tanda apa yang menandai jawaban benar?

- [x] Huruf x di dalam kurung siku
  > Tepat. Satu tanda pada setiap jawaban benar.
- [ ] Tanda bintang di akhir kalimat
  > Bukan. Bintang dipakai untuk menebalkan kata.
```
"""
_QUIZ = """\
---
judul: Kuis akhir
jenis: kuis           # latihan | kuis | ujian | pretest | survei
nilai_lulus: 70
percobaan: 3
acak: soal, pilihan
---

## Kelompok: Dasar

### Di mana umpan balik sebuah pilihan ditulis?

- [ ] Pada baris pertama berkas
  > Baris pertama berisi tanda awal keterangan kuis.
- [x] Pada kutipan di bawah pilihannya
  > Tepat. Awali baris dengan tanda lebih besar.

> Pembahasan: setiap pilihan sebaiknya memiliki umpan balik.

### Nama folder pelatihan menjadi bagian alamatnya.

- [x] Benar
- [ ] Salah
"""
_DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" width="460" height="100" viewBox="0 0 460 100">
  <g fill="none" stroke="#a4112a" stroke-width="3">
    <rect x="10" y="20" width="120" height="60" rx="10"/>
    <rect x="170" y="20" width="120" height="60" rx="10"/>
    <rect x="330" y="20" width="120" height="60" rx="10"/>
    <path d="M130 50h36m124 0h36"/>
  </g>
</svg>
"""
_SECTIONS = """\
---
judul: {title}
ringkasan: Tulis dalam satu kalimat apa yang dapat dilakukan peserta setelah membaca materi ini.
---

Mulailah dengan sebuah keadaan yang dikenal peserta dari pekerjaannya.

## Pokok bahasan

Jelaskan satu gagasan. Beri contoh sebelum istilahnya.

!!! contoh
    Ceritakan satu peristiwa dari unit kerja Anda.

## Langkah kerja

1. Tulis langkah pertama.
2. Tulis langkah berikutnya.

## Yang perlu diingat

- Ulangi isi materi dalam tiga butir.

```latihan
### {title}: tulis satu pertanyaan tentang isi materi ini.

- [x] Tulis jawaban yang benar
  > Jelaskan mengapa jawaban ini benar.
- [ ] Tulis jawaban yang sering dikira benar
  > Jelaskan kekeliruannya.
```
"""
_PRETEST = """\
---
judul: Pretes
jenis: pretest        # sekali, tanpa nilai minimum: peserta melihat apa yang belum diketahui
---

### Tulis satu pertanyaan yang dapat dijawab peserta setelah pelatihan ini.

- [x] Tulis jawaban yang benar
- [ ] Tulis jawaban yang sering dikira benar

### Pelatihan ini baru bagi saya.

- [x] Benar
- [ ] Salah
"""
_EXAM = _QUIZ.replace("jenis: kuis ", "jenis: ujian")


def _lessons(count: int, after: int = 0) -> dict[str, str]:
    """Return so many lessons; the first one explains how lessons are written."""
    ordinals = ("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam")
    return {
        f"{10 * (place + after)}-materi-{word}.md": (_LESSON if place == 1 else _SECTIONS).format(
            title=f"Materi {word}"
        )
        for place, word in enumerate(ordinals[:count], start=1)
    }


#: The templates by their word on the command line, the plainest first.
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "kosong": _lessons(1) | {"20-kuis-akhir.quiz.md": _QUIZ},
    "singkat": _lessons(3) | {"40-kuis-akhir.quiz.md": _QUIZ},
    "lengkap": {"10-pretes.quiz.md": _PRETEST}
    | _lessons(6, after=1)
    | {"80-kuis-akhir.quiz.md": _EXAM},
}


def files_of(template: str, slug: str, title: str) -> dict[str, str]:
    """Return the files of a new course by their names; the drawing stands in `media/`."""
    code = "".join(word[0] for word in slug.split("-")).upper()
    course = _COURSE.format(title=one_line(title), code=code)
    return {"course.md": course, **TEMPLATES[template], "media/alur.svg": _DRAWING}


def new_course(path: Path, template: str = "kosong") -> None:
    """Write the files of a new course; an existing folder is left as it is."""
    slug = path.resolve().name
    if not is_slug(slug):
        raise Refused(
            _("Name the folder with small letters, digits and hyphens, such as pelayanan-publik.")
        )
    if path.exists():
        raise Refused(_("%(path)s exists already. Choose another name.", path=path))
    (path / "media").mkdir(parents=True)
    for name, text in files_of(template, slug, slug.replace("-", " ").capitalize()).items():
        (path / name).write_text(text, encoding="utf-8")


def is_slug(text: str) -> bool:
    """Whether a text can name a course's folder and address."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
