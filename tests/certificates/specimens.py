"""Invented certificates for the tests and the measurement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from elearning.certificates.pdf import CertificateFacts, CurriculumRow

CODE = "K7QF3MTX9WDAB2C4E5F6G7H2J3"
LESSONS = (
    CurriculumRow("Mengapa pelayanan publik perlu standar", "20 menit"),
    CurriculumRow("Dasar hukum dan ruang lingkup standar pelayanan", "25 menit"),
    CurriculumRow("Komponen standar pelayanan", "30 menit"),
    CurriculumRow("Menyusun standar bersama masyarakat", "25 menit"),
    CurriculumRow("Maklumat pelayanan", "20 menit"),
    CurriculumRow("Survei kepuasan masyarakat", "20 menit"),
    CurriculumRow("Pengelolaan pengaduan", "25 menit"),
    CurriculumRow("Kuis akhir", "15 menit"),
)

USUAL = CertificateFacts(
    number="800.2/0123/BKPSDM/XI/2025",
    code=CODE,
    check_code="K7QF3MTX9W",
    verify_url=f"https://belajar.contoh.go.id/verifikasi/{CODE}",
    full_name="Siti Contoh Wulandari, S.Sos., M.A.P.",
    nip="198503172010012018",
    rank="Penata Muda, III/a",
    position="Analis Kebijakan Ahli Muda",
    unit="Bidang Pelayanan Pendaftaran Penduduk",
    department="Dinas Kependudukan dan Pencatatan Sipil",
    agency="Pemerintah Kota Contoh",
    course_title="Standar Pelayanan Publik",
    course_version=3,
    form_of_training="melalui e-learning (pelatihan mandiri daring)",
    organiser="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    started_on=date(2025, 11, 3),
    completed_on=date(2025, 11, 10),
    jp=4,
    minutes_per_jp=45,
    score=Decimal("92.50"),
    predicate="Amat Baik",
    place="Contoh",
    issued_on=date(2025, 11, 11),
    letterhead="Pemerintah Kota Contoh",
    letterhead_unit="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    signatory_prefix="",
    signatory_position="Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    signatory_name="Dr. Ratna Contoh, M.Si.",
    signatory_rank="Pembina Utama Muda, IV/c",
    signatory_nip="197002121995032001",
    legal_basis="",
    curriculum=LESSONS,
    timestamp=1_762_848_000,
)

LONG = replace(
    USUAL,
    number="800.2.3.1/00123/BKPSDMD.PKM.1/PELATIHAN-MANDIRI/XI/2025",
    full_name=(
        "Prof. Dr. dr. H. Raden Mas Contoh Abdurrahman Wirahadikusumah Suryaningrat "
        "Kusumadinata, S.Ked., M.Kes., Sp.PD-KGEH, FINASIM"
    ),
    position=(
        "Pelaksana Tugas Kepala Subbagian Perencanaan, Evaluasi, Pelaporan, dan Keuangan pada "
        "Sekretariat Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    ),
    unit=(
        "Unit Pelaksana Teknis Daerah Pengelolaan Laboratorium Lingkungan Hidup dan Kehutanan "
        "Wilayah Pesisir Barat"
    ),
    department="Dinas Perumahan Rakyat, Kawasan Permukiman, Pertanahan, dan Lingkungan Hidup",
    course_title=(
        "Penyusunan Standar Operasional Prosedur dan Maklumat Pelayanan Publik bagi Penyelenggara "
        "Pelayanan Administrasi Kependudukan, Perizinan, dan Nonperizinan di Lingkungan "
        "Pemerintah Daerah Kabupaten dan Kota"
    ),
    signatory_prefix="a.n.",
    signatory_position=(
        "Gubernur Kepulauan Contoh Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
    ),
    legal_basis=(
        "Berdasarkan Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara dan Peraturan "
        "Pemerintah Nomor 11 Tahun 2017 jo. Peraturan Pemerintah Nomor 17 Tahun 2020"
    ),
)


def make_logo(side: int = 120, kind: str = "PNG") -> bytes:
    """A shield on a clear ground, as a picture."""
    image = Image.new("RGBA" if kind == "PNG" else "RGB", (side, side))
    ImageDraw.Draw(image).polygon([(side / 2, 2), (side - 4, 30), (side / 2, side - 2)], "#14508c")
    target = BytesIO()
    image.save(target, kind)
    return target.getvalue()
