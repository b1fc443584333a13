"""The learner's walk in the browser, step by step; it works with and without scripting."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from elearning.courses.compiled import Quiz
from tests.browser.conftest import Site
from tests.factories import PASSWORD
from tests.proofs import rows
from tests.stage import COURSE, OFFICER, Taught, all_fields, right_answers, right_places

ATTEMPT = re.compile(r"/percobaan/\d+$")


def path_of(page: Page) -> str:
    """Return the path of the page that is open."""
    return "/" + page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]


def press(page: Page, action: str) -> None:
    """Press the button of the form that is sent to an address."""
    page.locator(f"main form[action='{action}'] button").last.click()


def sign_in(page: Page, identifier: str) -> None:
    """Fill in the sign-in form."""
    page.locator("input[name=identifier]").fill(identifier)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form[method=post] button:not([type=button])").click()


def join(page: Page, identifier: str) -> None:
    """Come as a visitor, find the course, sign in from its page and join."""
    page.goto("/pelatihan/")
    page.locator(f"main a[href='{COURSE}/']").first.click()
    page.locator("main a[href^='/masuk']").click()
    sign_in(page, identifier)
    assert path_of(page) == f"{COURSE}/"
    press(page, f"{COURSE}/ikuti")


def take_pretest(page: Page, site: Site, course: Taught) -> None:
    """Answer and send what is asked before the first lesson."""
    page.goto(f"{COURSE}/{course.pretest.key}")
    attempt = begin(page, course.pretest)
    answer(page, site, course.pretest, attempt)
    review(page, attempt)
    expect(page.locator(".result")).to_be_visible()


def practise(page: Page, course: Taught) -> None:
    """Answer the first practice question of the first lesson and read the feedback."""
    form = page.locator("form.practice").first
    for place in right_places(course.lessons[0].practices[0]):
        form.locator(f"input[value='{place}']").check()
    form.locator("button").click()
    expect(page.locator("form.practice .verdict.ok")).to_be_visible()


def finish_lessons(page: Page, course: Taught) -> None:
    """Mark each lesson as finished and be led to the next, the last to the quiz."""
    for lesson in course.lessons:
        address = f"{COURSE}/{lesson.key}"
        assert path_of(page) == address
        press(page, address)
    assert path_of(page) == f"{COURSE}/{course.quiz.key}"


def confirm(page: Page) -> None:
    """Say that the printed data are right."""
    page.locator("main a[href*='data-sertifikat']").click()
    page.locator("main form[method=post] button").click()


def begin(page: Page, quiz: Quiz) -> str:
    """Open a quiz and return the address of the attempt."""
    press(page, f"{COURSE}/{quiz.key}/percobaan")
    expect(page).to_have_url(ATTEMPT)
    return path_of(page)


def answer(page: Page, site: Site, quiz: Quiz, attempt: str) -> None:
    """Answer every question rightly."""
    answers = right_answers(site.app, quiz, int(attempt.rpartition("/")[2]))
    for name, value in all_fields(answers).items():
        fill(page.locator(f"#kuis [name='{name}']"), value)


def fill(field: Locator, value: Any) -> None:
    """Choose, pick or type what a field of a question takes; blanks share a name."""
    if field.first.evaluate("element => element.matches('select')"):
        field.select_option(str(value))
    elif field.first.evaluate("element => element.matches('[type=radio], [type=checkbox]')"):
        for option in value:
            field.and_(field.page.locator(f"[value='{option}']")).check()
    else:
        for at, text in enumerate(value if isinstance(value, list) else [value]):
            field.nth(at).fill(text)


def send(page: Page, attempt: str) -> None:
    """Review and send; everything was right."""
    review(page, attempt)
    expect(page.locator(".result")).to_contain_text("100")


def review(page: Page, attempt: str) -> None:
    """Look at the answers once more, and send them."""
    page.locator("#kuis button[value=tinjau]").click()
    assert path_of(page) == f"{attempt}/kirim"
    press(page, f"{attempt}/kirim")


def certificate_of(page: Page) -> bytes:
    """Download the certificate from the course's page."""
    page.goto(f"{COURSE}/")
    address = page.locator("main a[href^='/sertifikat/'][href$='.pdf']").get_attribute("href")
    answer = page.context.request.get(str(address))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def exported(page: Page, nip: str) -> dict[str, object]:
    """Let HR look the learner up and download the XLSX; return the learner's line."""
    page.goto("/masuk?next=/kepegawaian/")
    sign_in(page, OFFICER)
    page.locator("input[name=cari]").fill(nip)
    page.locator("input[name=cari]").press("Enter")
    page.locator("main tbody a").click()
    expect(page.locator("main h1")).to_contain_text("Contoh Lestari")
    page.goto("/kepegawaian/ekspor")
    with page.expect_download() as download:
        page.locator("button[value=xlsx]").click()
    assert re.fullmatch(r".+\.xlsx", download.value.suggested_filename)
    (row,) = (each for each in rows(Path(download.value.path()).read_bytes()) if each["NIP"] == nip)
    return row
