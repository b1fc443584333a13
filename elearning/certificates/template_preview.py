"""A certificate of an invented person, as an organiser's certificates will look; never numbered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from elearning.accounts.models import Unit
from elearning.certificates.numbering import NumberParts, number_of
from elearning.certificates.operations import signatory_on, template_on
from elearning.certificates.pdf import CertificateFacts, CurriculumRow
from elearning.certificates.printing import FORM_OF_TRAINING, logo_named
from elearning.core.settings import Settings

#: Says on the paper what it is.
WORD = "PRATINJAU"
CODE = "PRATINJAU" + "A" * 17
CURRICULUM = tuple(
    CurriculumRow(title, minutes)
    for title, minutes in (
        ("Mengapa pelayanan publik perlu standar", "20 menit"),
        ("Komponen standar pelayanan", "35 menit"),
        ("Menyusun standar bersama masyarakat", "45 menit"),
        ("Pengelolaan pengaduan dan survei kepuasan masyarakat", "45 menit"),
        ("Kuis akhir", "35 menit"),
    )
)
#: A long name and a long unit show at once whether everything finds room.
EXAMPLE = CertificateFacts(
    number="",
    code=CODE,
    check_code="PRATINJAU0",
    verify_url="",
    full_name="Prof. Dr. dr. H. Contoh Abdurrahman Wirahadikusumah Suryaningrat, M.Kes., Sp.PD.",
    nip="198503172010012018",
    rank="Penata Muda, III/a",
    position="Analis Sumber Daya Manusia Aparatur Ahli Muda",
    unit="Bidang Pengembangan Kompetensi Aparatur",
    department="",
    agency="",
    course_title="Standar Pelayanan Publik bagi Penyelenggara Pelayanan",
    course_version=1,
    form_of_training=FORM_OF_TRAINING,
    organiser="",
    started_on=date(2026, 1, 1),
    completed_on=date(2026, 1, 1),
    jp=4,
    minutes_per_jp=45,
    score=Decimal("92.50"),
    predicate="",
    place="",
    issued_on=date(2026, 1, 1),
    letterhead="",
    letterhead_unit="",
    signatory_prefix="",
    signatory_position="",
    signatory_name="",
    signatory_rank="",
    signatory_nip="",
    legal_basis="",
    curriculum=CURRICULUM,
    timestamp=0,
    watermark=WORD,
)


def preview_of(organiser: Unit, agency: str, settings: Settings, day: date) -> CertificateFacts:
    """Return what a certificate of an organiser would print on a day; its number is zero."""
    look = template_on(organiser, agency, settings, day)
    signatory = signatory_on(organiser.id, day)
    parts = NumberParts(0, "KODE", organiser.code, day.month, day.year)
    return replace(
        EXAMPLE,
        number=number_of(look.number_pattern, parts),
        verify_url=f"{settings.public_url}/verifikasi/{CODE}",
        agency=agency,
        organiser=organiser.organiser_name or organiser.name,
        started_on=day,
        completed_on=day,
        issued_on=day,
        minutes_per_jp=settings.minutes_per_jp,
        predicate=settings.predicate_for(Decimal("92.50")),
        place=look.place,
        letterhead=look.letterhead,
        letterhead_unit=look.letterhead_unit,
        letterhead_address=look.letterhead_address,
        logo=logo_named(look.logo_digest),
        legal_basis=look.legal_basis,
        electronic_notice=look.electronic_notice,
        left_out=frozenset(look.left_out.split(",")),
        signatory_prefix=signatory.prefix,
        signatory_position=signatory.position,
        signatory_name=signatory.name,
        signatory_rank=signatory.rank,
        signatory_nip=signatory.nip,
    )
