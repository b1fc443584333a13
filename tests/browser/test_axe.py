"""Every page, narrow and wide, light and dark: nothing that axe-core finds wrong, no sideways scroll."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.browser.axe import axe_source, violations
from tests.browser.cast import FAULTY, ROLES, SMALL
from tests.browser.conftest import Complaints, Site, watched_page
from tests.stage import SLUG


class Look(NamedTuple):
    """A width in CSS pixels and a colour scheme."""

    width: int
    scheme: Literal["light", "dark"]

    def __str__(self) -> str:
        return f"{self.width} {self.scheme}"


WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LOOKS = [Look(width, scheme) for width in WIDTHS for scheme in SCHEMES]
#: The rules that can break by colours alone.
COLOURS = ("color-contrast", "link-in-text-block")

#: Who looks, and at which address; nobody is named where the page is a visitor's.
PAGES = """
-        /
learner  /
hr       /
admin    /
-        /masuk
-        /aktivasi
-        /aktivasi/none
-        /aktivasi/{token}
-        /lupa-kata-sandi
-        /lupa-kata-sandi/terkirim
-        /bantuan
-        /privasi
-        /aksesibilitas
-        /verifikasi/
-        /verifikasi/{code}
-        /verifikasi/none
learner  /sertifikat/{certificate}/lencana
learner  /sertifikat/{unmade}/lencana
hr       /sertifikat/{certificate}/lencana
hr       /sertifikat/{unmade}/lencana
-        /lencana/{badge}
-        /none
learner  /akun
learner  /data-saya
trainer  /data-saya
learner  /data-saya/rincian/profile
learner  /data-saya/rincian/answers
learner  /data-saya/rincian/work
learner  /data-saya/koreksi
learner  /data-saya/akses
hr       /proses/{job}
hr       /kepegawaian/permintaan-data/
hr       /kepegawaian/permintaan-data/?keadaan=dijawab
hr       /kepegawaian/permintaan-data/{data_request}
hr       /kepegawaian/penghapusan-data/
hr       /kepegawaian/penghapusan-data/?q=198503172010019999
hr       /kepegawaian/penghapusan-data/{leaver}
admin    /kepegawaian/penghapusan-data/{leaver}
hr       /kepegawaian/penghapusan-data/{person}
hr       /kepegawaian/pegawai/{person}/gabung
hr       /kepegawaian/pegawai/{person}/gabung/{twin}
hr       /kepegawaian/pegawai/gabungan/{merge}/batal
admin    /privasi
learner  /akun/kata-sandi
-        /pelatihan/
-        /pelatihan/?q=tidak+ada
-        /jalur/uji
learner  /jalur/uji
admin    /jalur/uji
-        /cari?q=pelayannan
-        /cari?q=yang
learner  /cari?q=pelayanan
learner  /cari?q=zzzz
-        /pelatihan/{slug}/
learner  /pelatihan/{slug}/
learner  /pelatihan/{small}/
learner  /pelatihan/{slug}/{lesson}
trainer  /pelatihan/{slug}/{lesson}
learner  /pelatihan/{slug}/{lesson}/catatan
learner  /pelatihan/{slug}/{lesson}/laporan
learner  /pelatihan/{slug}/{lesson}/tanya
trainer  /pelatihan/{slug}/{lesson}/tanya
learner  /catatan
trainer  /catatan
learner  /catatan?q=tidak+ada
learner  /catatan/{mark}/hapus
learner  /catatan/kiriman
learner  /pemberitahuan/
hr       /pemberitahuan/
learner  /pemberitahuan/pengaturan
trainer  /penilaian/{small}/pesan
trainer  /penilaian/{small}/kepuasan
trainer  /penilaian/uraian/kepuasan
learner  /evaluasi/{evaluated}
learner  /evaluasi/{unevaluated}
trainer  /catatan/kiriman
learner  /pelatihan/{slug}/{quiz}
learner  /pelatihan/gagal/kuis
learner  /pelatihan/{slug}/data-sertifikat
learner  /percobaan/{open_attempt}
learner  /percobaan/{open_attempt}/kirim
learner  /percobaan/{closed_attempt}
learner  /riwayat/
trainer  /riwayat/
learner  /riwayat/usulan/baru
learner  /riwayat/usulan/{proposal}
learner  /riwayat/usulan/{proposal}/ubah
learner  /riwayat/usulan/{proposal}/tarik
learner  /riwayat/transkrip
learner  /riwayat/berbagi
-        /berbagi/{shared}
-        /berbagi/none
-        /verifikasi/transkrip/
-        /verifikasi/transkrip/{transcript}
-        /verifikasi/transkrip/none
hr       /kepegawaian/token/
hr       /kepegawaian/webhook/
hr       /kepegawaian/webhook/{webhook}
hr       /kepegawaian/webhook/{webhook}?keadaan=dead
hr       /kepegawaian/webhook/{webhook}/akhiri
hr       /kepegawaian/koreksi/
hr       /kepegawaian/koreksi/?keadaan=diputuskan
hr       /kepegawaian/koreksi/ganti/{entry}
hr       /kepegawaian/koreksi/cabut/{entry}
hr       /kepegawaian/koreksi/{correction}
admin    /kepegawaian/koreksi/
hr       /kepegawaian/siasn/
hr       /kepegawaian/siasn/?status=unsent
hr       /kepegawaian/siasn/catatan/{completion}
hr       /kepegawaian/siasn/lembar
hr       /kepegawaian/siasn/lembar/{sheet}
hr       /kepegawaian/siasn/lembar/{comparison}
hr       /kepegawaian/siasn/kirim
hr       /kepegawaian/usulan/
hr       /kepegawaian/usulan/{proposal}
hr       /kepegawaian/usulan/{awaited}
hr       /kepegawaian/
hr       /kepegawaian/dasbor
hr       /kepegawaian/dasbor/kepuasan
hr       /kepegawaian/dasbor/kepuasan?tahun=2025
hr       /kepegawaian/dasbor/kepuasan?unit={other_unit}
hr       /kepegawaian/?cari=tidak+ada
hr       /kepegawaian/pegawai/{person}
hr       /kepegawaian/pegawai/cari?cari=a
hr       /kepegawaian/pegawai/impor
hr       /kepegawaian/pegawai/impor/{roster_read}
hr       /kepegawaian/pegawai/impor/{roster_wrong}
hr       /kepegawaian/pegawai/impor/{roster}
hr       /kepegawaian/pegawai/impor/{roster}?tampil=changed
hr       /kepegawaian/pegawai/impor/{roster}?tampil=missing
hr       /kepegawaian/pegawai/impor/{roster}/tidak-ada/semua
hr       /kepegawaian/pegawai/impor/{roster_done}
hr       /kepegawaian/pegawai/impor/{roster_done}/urungkan
hr       /kepegawaian/pegawai/tambah
hr       /kepegawaian/pegawai/{person}/ubah
hr       /kepegawaian/pegawai/{person}/tutup
hr       /kepegawaian/organisasi/
admin    /kepegawaian/organisasi/tambah
admin    /kepegawaian/organisasi/1
hr       /kepegawaian/organisasi/{unit}
hr       /kepegawaian/organisasi/{unit}/tambah
hr       /kepegawaian/organisasi/{unit}/ubah
hr       /kepegawaian/organisasi/{unit}/nama
hr       /kepegawaian/organisasi/{unit}/pindah
hr       /kepegawaian/organisasi/{unit}/pindah?ke={other_unit}
hr       /kepegawaian/organisasi/{unit}/gabung?ke={other_unit}
hr       /kepegawaian/organisasi/{unit}/tutup
hr       /kepegawaian/organisasi/perubahan/{unit_change}/batalkan
hr       /kepegawaian/penugasan/
hr       /kepegawaian/penugasan/?keadaan=berakhir
hr       /kepegawaian/penugasan/baru
hr       /kepegawaian/penugasan/{assignment}
hr       /kepegawaian/penugasan/{assignment}?keadaan=overdue&cari=zzz
hr       /kepegawaian/penugasan/{assignment}/tenggat
hr       /kepegawaian/penugasan/{assignment}/akhiri
hr       /kepegawaian/penugasan/{assignment}/pesan
hr       /kepegawaian/penugasan/{assignment}/pengecualian
learner  /penugasan/
learner  /penugasan/tim
learner  /penugasan/tim/{assignment}/pesan
hr       /penugasan/tim
hr       /kepegawaian/ekspor
hr       /kepegawaian/ekspor/catatan
hr       /kepegawaian/ekspor/catatan?hash=000000000000
hr       /kepegawaian/ekspor/catatan/{export}
hr       /kepegawaian/ekspor/tersimpan
hr       /kepegawaian/ekspor/tersimpan/baru
hr       /kepegawaian/rekap
hr       /kepegawaian/tanda-tangan/
admin    /admin/sertifikat/
admin    /admin/sertifikat/1
hr       /admin/sertifikat/1
hr       /admin/sertifikat/1/templat
hr       /admin/sertifikat/1/penanda-tangan/baru
hr       /admin/sertifikat/1/penanda-tangan/1
hr       /kepegawaian/aktivasi
trainer  /studio/
admin    /studio/
trainer  /studio/baru
trainer  /studio/{small}/
trainer  /studio/{faulty}/
admin    /studio/{small}/
trainer  /studio/{small}/berkas/{text}
trainer  /studio/{small}/berkas/{asking}
trainer  /studio/{small}/berkas/{text}/bentrok/{late}
trainer  /studio/{small}/berkas/{text}/pratinjau
trainer  /studio/{small}/berkas/{asking}/pratinjau
trainer  /studio/{small}/berkas/{about}/sifat
trainer  /studio/{small}/berkas/{text}/sifat
trainer  /studio/{small}/berkas/{asking}/sifat
trainer  /studio/{small}/berkas/{asking}/soal
trainer  /studio/{small}/berkas/{text}/soal
trainer  /studio/{small}/berkas/{text}/soal/baru/pilihan
trainer  /studio/{small}/berkas/{text}/soal/baru/menjodohkan
trainer  /studio/{small}/berkas/{text}/soal/baru/urutan
trainer  /studio/{small}/berkas/{asking}/soal/{asked}
trainer  /studio/{small}/media
trainer  /studio/{faulty}/media
trainer  /studio/impor
trainer  /penilaian/
trainer  /penilaian/permintaan
trainer  /penilaian/esai
trainer  /penilaian/esai?keadaan=graded
trainer  /penilaian/esai/{waiting_essay}
trainer  /penilaian/esai/{graded_essay}
learner  /percobaan/{essay_attempt}
learner  /percobaan/{graded_attempt}
trainer  /studio/{small}/berkas/{text}/soal/baru/esai
trainer  /penilaian/{small}/kuis/kesempatan
trainer  /penilaian/{small}/waktu
trainer  /penilaian/{small}/kuis/
trainer  /penilaian/{small}/kuis/soal/kuis-0
trainer  /penilaian/{small}/kuis/perbaikan
trainer  /penilaian/{small}/kuis/perbaikan/soal/kuis-0
trainer  /penilaian/{small}/kuis/perbaikan/{repaired}
trainer  /studio/laporan
admin    /studio/laporan
admin    /studio/laporan?lihat=pertanyaan
trainer  /studio/{small}/periksa
trainer  /studio/{faulty}/periksa
trainer  /studio/{small}/terbitkan
admin    /studio/{small}/terbitkan
trainer  /studio/{faulty}/terbitkan
trainer  /studio/{small}/riwayat
trainer  /studio/{small}/berkas/{text}/riwayat
trainer  /studio/{small}/berkas/{text}/riwayat/{version}
trainer  /studio/{small}/berkas/{text}/riwayat/{version}?bentuk=halaman
trainer  /studio/{small}/berkas/{text}/riwayat/{version}/pulihkan
trainer  /studio/{small}/berkas/{text}/beda-terbit
trainer  /studio/{small}/penulis
trainer  /studio/{small}/penulis/{author}/keluarkan
trainer  /studio/{small}/tinjauan
admin    /studio/{small}/tinjauan
trainer  /studio/{small}/baca/
trainer  /studio/{small}/baca/surat
trainer  /studio/{small}/baca/kuis?kunci=1
trainer  /studio/{small}/baca/komentar/{text}
-        /tinjauan/{review}/
-        /tinjauan/{review}/kuis
learner  /tinjauan/{review}/surat
learner  /tinjauan/{review}/komentar/{text}
"""
#: Answers that are no page; the new password is shown to whoever follows an activation link.
NO_PAGES = {
    "accounts.new_password",
    "api.certificate",
    "api.completion",
    "api.completions",
    "api.courses",
    "api.history",
    "api.openapi",
    "badges.achievement",
    "badges.file",
    "badges.issuer",
    "badges.key",
    "badges.picture",
    "badges.shared_file",
    "badges.status_list",
    "badges.web_keys",
    "certificates.evidence",
    "certificates.own_archive",
    "certificates.pdf",
    "certificates.preview",
    "certificates.preview_picture",
    "csrf.token",
    "development.newest_transcript",
    "development.proposal_file",
    "development.proposal_preview",
    "development.transcript_pdf",
    "health.alive",
    "health.ready",
    "personal_data.own_json",
    "personal_data.own_pdf",
    "jobs.state",
    "languages.choose",
    "learning.export_notes",
    "learning.marks",
    "learning.media",
    "learning.opened_attempt",
    "learning.text_size",
    "records.checkpoints",
    "reports.export_file",
    "review.read_medium",
    "staff.problems",
    "studio.download",
    "studio.export_quiz",
    "studio.medium",
    "studio.read_medium",
}
CHOICE = "input:is([type=radio], [type=checkbox])"


class Seen(NamedTuple):
    """One line of the list."""

    role: str
    address: str

    def __str__(self) -> str:
        return " ".join(self)


SEEN = [Seen(*line.split()) for line in PAGES.strip().splitlines()]


class Viewer(NamedTuple):
    """A page that everybody takes turns at, seen at each width in each scheme."""

    page: Page
    site: Site
    complaints: Complaints
    cookies: dict[str, Any]
    script: str

    def show(self, role: str, address: str) -> Page:
        """Open an address in a role, on a wide screen."""
        self.complaints.clear()
        self.page.context.clear_cookies()
        if role in self.cookies:
            self.page.context.add_cookies([self.cookies[role]])
        self.look(Look(max(WIDTHS), "light"))
        self.page.goto(address_of(self.site, address))
        return self.page

    def look(self, look: Look) -> None:
        """Change the width and the colours of the open page, as a turned phone does."""
        size: ViewportSize = {"width": look.width, "height": 900}
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=look.scheme)

    def faults(self) -> list[str]:
        """Return what is wrong with the page that is open, in any look."""
        return [fault for look in LOOKS for fault in self.faults_of(look)] + self.complaints

    def faults_of(self, look: Look) -> list[str]:
        """Return what is wrong in one look; darkness changes nothing but colours."""
        self.look(look)
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found = violations(self.page, self.script, COLOURS if look.scheme == "dark" else None)
        return [f"{look}: {each}" for each in found + ["it scrolls sideways"] * wide]


def address_of(site: Site, address: str) -> str:
    """Return an address with the keys of the cast."""
    return address.format(slug=SLUG, small=SMALL, faulty=FAULTY, **site.cast._asdict())


@pytest.fixture(scope="session")
def cookies(site: Site) -> dict[str, Any]:
    """Everybody signed in."""
    return {role: site.cookie(identifier) for role, identifier in ROLES.items() if identifier}


@pytest.fixture(scope="package")
def viewer(chromium: Browser, site: Site, cookies: dict[str, Any]) -> Iterator[Viewer]:
    """The browser that everybody takes turns at."""
    context = chromium.new_context(base_url=site.address, reduced_motion="reduce", locale="id-ID")
    complaints = Complaints()
    script = axe_source()
    context.add_init_script(script)  # each page has it: sending it to each page costs more
    page = watched_page(context, complaints)
    yield Viewer(page, site, complaints, cookies, script)
    context.close()


def test_every_page_stands_in_the_list(site: Site) -> None:
    addresses = site.app.url_map.bind("localhost")
    paths = [address_of(site, seen.address).partition("?")[0] for seen in SEEN]
    listed = {addresses.match(path)[0] for path in paths if path != "/none"}
    rules = site.app.url_map.iter_rules()
    assert listed == {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - NO_PAGES


def test_the_check_sees_what_is_wrong(viewer: Viewer) -> None:
    page = viewer.show("-", "/bantuan")
    page.evaluate("document.querySelector('main').append(new Image())")
    page.evaluate("document.querySelector('main h1').style.width = '2000px'")
    page.evaluate("console.error('broken')")
    page.evaluate("document.querySelector('main p').style = 'color: #777; background: #888'")
    found = viewer.faults()
    for look in LOOKS:
        assert f"{look}: it scrolls sideways" in found
        assert any(each.startswith(f"{look}: color-contrast") for each in found)
    assert any(each.startswith("320 light: image-alt") for each in found)
    assert "broken" in found[-1]


@pytest.mark.parametrize("seen", SEEN, ids=str)
def test_a_page_is_open_to_everybody(viewer: Viewer, seen: Seen) -> None:
    viewer.show(seen.role, seen.address)
    assert viewer.faults() == []


def test_a_refused_sign_in_is_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("-", "/masuk")
    page.locator("input[name=identifier]").fill("198503172010011987")
    page.locator("input[name=password]").fill("bukan kata sandi ini")
    page.locator("main form[method=post] button:not([type=button])").click()
    page.locator(".error").first.wait_for()
    assert viewer.faults() == []


def test_practice_feedback_is_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("learner", "/pelatihan/{slug}/{lesson}")
    form = page.locator("form.practice").first
    form.locator(CHOICE).first.check()
    form.locator("button").click()
    page.locator(".verdict").first.wait_for()
    assert viewer.faults() == []


def test_the_menu_and_a_meaning_are_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("learner", "/pelatihan/{slug}/{lesson}")
    page.locator("abbr[title]").first.click()
    page.locator(".pop").wait_for()
    assert viewer.faults() == []
    page.locator("[data-menu] summary").click()
    assert viewer.faults() == []


def test_the_tools_of_a_paragraph_are_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("learner", "/pelatihan/{slug}/{lesson}")
    page.mouse.move(150, 300)
    page.mouse.move(160, 310)
    tools = page.locator("article .tool")
    tools.first.wait_for(state="attached")
    assert viewer.faults() == []
    for number in range(0, tools.count(), 9):
        tools.nth(number).focus()
        page.keyboard.press("Enter")
        page.locator(".toolmenu").wait_for()
        assert (viewer.faults_of(LOOKS[0]) if number else viewer.faults()) == []
        page.keyboard.press("Escape")


def test_a_printed_slip_is_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("hr", "/kepegawaian/aktivasi?semua=1")
    page.locator("input[name=person]").first.check()
    page.locator("button[formaction$='/slip'], form[action$='/slip'] button").first.click()
    page.wait_for_url("**/slip")
    assert viewer.faults() == []


def test_the_fallback_of_a_practice_question_is_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("learner", "/pelatihan/{slug}/{lesson}")
    form = page.locator("form.practice").first
    form.locator(CHOICE).first.check()
    form.evaluate("form => form.submit()")
    page.wait_for_url("**/latihan/**")
    assert viewer.faults() == []


def unchosen(options: Locator) -> Locator:
    """Return an answer of a single choice that is not chosen now."""
    return options.nth(1 if options.nth(0).is_checked() else 0)


def test_two_versions_of_an_answer_are_open_to_everybody(viewer: Viewer) -> None:
    page = viewer.show("learner", "/percobaan/{open_attempt}")
    options = page.locator("fieldset[data-question]:has(input[type=radio])").first.locator(CHOICE)
    with page.expect_response("**/jawaban"):
        unchosen(options).check()
    page.locator("input[name=saved_seq]").evaluate("field => { field.value = 0; }")
    unchosen(options).evaluate("input => { input.checked = true; input.form.submit(); }")
    page.wait_for_url("**/jawaban")
    assert viewer.faults() == []
