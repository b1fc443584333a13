"""Writes a small valid course to begin with: `elearning courses new PATH`."""

import re
from pathlib import Path

from flask_babel import gettext as _

from elearning.core.errors import Refused

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
judul: Materi pertama
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

## Kelompok: Dasar {ambil=1}

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
_FILES = {
    "10-materi-pertama.md": _LESSON,
    "20-kuis-akhir.quiz.md": _QUIZ,
    "media/alur.svg": _DRAWING,
}


def new_course(path: Path) -> None:
    """Write the files of a new course; an existing folder is left as it is."""
    slug = path.resolve().name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise Refused(
            _("Name the folder with small letters, digits and hyphens, such as pelayanan-publik.")
        )
    if path.exists():
        raise Refused(_("%(path)s exists already. Choose another name.", path=path))
    (path / "media").mkdir(parents=True)
    title = slug.replace("-", " ").capitalize()
    code = "".join(word[0] for word in slug.split("-")).upper()
    (path / "course.md").write_text(_COURSE.format(title=title, code=code), encoding="utf-8")
    for name, text in _FILES.items():
        (path / name).write_text(text, encoding="utf-8")
