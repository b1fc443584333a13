"""A certificate's QR code from a photo and from the camera, read in the browser alone."""

import io
from base64 import b64encode
from random import Random

import pytest
import segno
from PIL import Image, ImageFilter
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Site

VERIFY = "/verifikasi/"
ADDRESS = "https://belajar.contoh.go.id/verifikasi/"
#: What a video says once it has pictures.
HAVE_ENOUGH_DATA = 4
#: A camera that looks at a picture; the streams are the browser's own.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const picture = new Image();
  picture.src = "%s";
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const paper = canvas.getContext("2d");
  setInterval(() => paper.drawImage(picture, 0, 0), 50);
  window.stream = canvas.captureStream(20);
  return window.stream;
};
"""


def code(address: str) -> Image.Image:
    """Return a QR code as it is printed."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", scale=8, border=4)
    return Image.open(out).convert("RGB")


def photographed(picture: Image.Image) -> bytes:
    """Return a large photo of a sheet with the picture: turned, a little unsharp, with noise."""
    table = Image.new("RGB", (1800, 1400), "#8a7f70")
    sheet = Image.new("RGB", (1200, 1000), "#f4f1ea")
    sheet.paste(picture, (620, 420))
    turned = sheet.rotate(7, expand=True, fillcolor="#8a7f70")
    table.paste(turned, (150, 80))
    chance = Random(7)
    noise = Image.frombytes("L", table.size, chance.randbytes(table.width * table.height))
    grainy = Image.blend(table, noise.convert("RGB"), 0.08).filter(ImageFilter.GaussianBlur(1))
    return jpeg(grainy)


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a phone keeps it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def choose(page: Page, content: bytes) -> None:
    """Choose a photo by the button."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Pilih foto").click()
    chooser.value.set_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content})


def told(page: Page) -> Locator:
    """Return what is said of the photo."""
    return page.locator("[data-scan] [role=status]")


def test_a_photo_leads_to_the_certificate_and_stays_on_the_device(visit: Open, site: Site) -> None:
    page = visit()
    page.goto(VERIFY)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    choose(page, photographed(code(ADDRESS + site.cast.code)))
    page.wait_for_url(f"**{VERIFY}{site.cast.code}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sertifikat ini berlaku")
    assert set(sent) == {"GET"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (jpeg(code("https://contoh.go.id/lain")), "bukan dari sertifikat platform ini"),
        (jpeg(Image.new("RGB", (900, 700), "white")), "tidak ditemukan"),
        (b"GIF89a", "tidak dapat dibaca"),
    ],
    ids=["foreign", "empty", "broken"],
)
def test_what_a_photo_does_not_show_is_told(visit: Open, content: bytes, sentence: str) -> None:
    page = visit()
    page.goto(VERIFY)
    choose(page, content)
    expect(told(page)).to_contain_text(sentence)
    assert page.url.endswith(VERIFY)


def test_the_camera_leads_to_the_certificate(visit: Open, site: Site) -> None:
    page = visit()
    seen = b64encode(jpeg(code(ADDRESS + site.cast.code))).decode()
    page.add_init_script(CAMERA % f"data:image/jpeg;base64,{seen}")
    page.goto(VERIFY)
    page.get_by_role("button", name="Gunakan kamera").click()
    page.wait_for_url(f"**{VERIFY}{site.cast.code}")


def test_the_camera_is_let_go(visit: Open) -> None:
    page = visit()
    seen = b64encode(jpeg(Image.new("RGB", (320, 240), "white"))).decode()
    page.add_init_script(CAMERA % f"data:image/jpeg;base64,{seen}")
    page.goto(VERIFY)
    page.get_by_role("button", name="Gunakan kamera").click()
    expect(page.locator("[data-scan] video")).to_be_visible()
    # The first picture gives the video its height and moves the button.
    expect(page.locator("[data-scan] video")).to_have_js_property("readyState", HAVE_ENOUGH_DATA)
    page.get_by_role("button", name="Matikan kamera").click()
    expect(page.locator("[data-scan] video")).to_be_hidden()
    expect(page.get_by_role("button", name="Gunakan kamera")).to_be_focused()
    assert page.evaluate("window.stream.getTracks().every((each) => each.readyState === 'ended')")


def test_a_camera_that_is_refused_leaves_the_other_ways(visit: Open) -> None:
    page = visit()
    page.goto(VERIFY)
    page.get_by_role("button", name="Gunakan kamera").click()
    expect(told(page)).to_contain_text("Kamera tidak dapat digunakan")


def test_without_scripting_nothing_is_offered_that_needs_it(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    page.goto(VERIFY)
    expect(page.locator("[data-scan]")).to_be_hidden()
    expect(page.get_by_label("Berkas PDF sertifikat")).to_be_visible()
