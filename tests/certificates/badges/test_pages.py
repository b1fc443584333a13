"""Pages, files and public addresses of badges: what they tell, to whom, and at which cost."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from elearning.certificates.badges import operations, queries
from elearning.certificates.badges.keys import base58btc
from elearning.certificates.badges.models import LIST_LOAD, Badge, BadgeKey, BadgeStatusList
from elearning.certificates.badges.status_lists import encoded
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from tests.certificates.badges.made import EMAIL, FORMS, make_badge, make_certificate, make_held
from tests.factories import NOW, work
from tests.visitor import Visitor


def made_by(app: Application) -> tuple[Visitor, int]:
    """Let somebody earn a certificate and sign in."""
    with work(app):
        key, nip = make_certificate(email=EMAIL)
    return Visitor(app).sign_in(nip), key


def test_a_holder_makes_downloads_shows_and_hides_a_badge(each_app: Application) -> None:
    holder, key = made_by(each_app)
    page = f"/sertifikat/{key}/lencana"
    assert holder.client.get(f"{page}.png").status_code == 404
    assert EMAIL in holder.open(page).text
    holder.send(page)
    for form in FORMS:
        answer = holder.client.get(f"{page}.{form}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
    holder.send(f"{page}/publik")
    link = holder.page.select_one("main a[href*='/lencana/']:not([href*='sertifikat'])")
    assert link is not None
    public = "/lencana/" + str(link["href"]).rpartition("/")[2]
    stranger = Visitor(each_app)
    assert "Pelindungan Data" in stranger.open(public).text
    for form in FORMS:
        same = holder.client.get(f"{page}.{form}").data
        assert stranger.client.get(f"{public}.{form}").data == same
    holder.send(f"{page}/tutup")
    for address in (public, f"{public}.json"):
        assert stranger.client.get(address).status_code == 404


def test_a_shown_page_names_nobody_and_tells_when_it_was_revoked(app: Application) -> None:
    held = make_held(app)
    with work(app):
        badge = db.session.scalars(select(Badge)).one()
        operations.share(badge)
        fate = {"status": "revoked", "status_at": NOW, "status_reason": "Uji"}
        db.session.execute(update(Certificate).values(fate))
    stranger = Visitor(app).open(f"/lencana/{badge.share_code}")
    assert "dicabut pada 22 November 2025" in stranger.text
    for private in ("Lestari", held.nip, "Analis", "@"):
        assert private not in stranger.text


def test_no_file_carries_the_name_the_nip_or_the_address(app: Application) -> None:
    held = make_held(app, email=EMAIL)
    told = json.loads(held.files["json"])
    for text in (json.dumps(told), held.files["svg"].decode(), held.files["png"].decode("latin-1")):
        for private in (held.nip, "Lestari", EMAIL, EMAIL.lower(), "Analis"):
            assert private not in text
    (identity,) = told["credentialSubject"]["identifier"]
    assert identity["identityHash"] == "sha256$" + operations.identity_hash(EMAIL, identity["salt"])
    assert operations.identity_hash(EMAIL.lower(), "x") == operations.identity_hash(EMAIL, "x")


def test_two_badges_of_one_person_have_nothing_in_common(app: Application) -> None:
    subjects = [json.loads(make_held(app).files["json"]) for _ in range(2)]
    for name in ("id", "identifier"):
        first, second = (each["credentialSubject"][name] for each in subjects)
        assert first != second
    salts = {each["credentialSubject"]["identifier"][0]["salt"] for each in subjects}
    assert len(salts) == 2
    assert all(len(salt) == 32 for salt in salts)


def test_a_badge_is_made_once(each_app: Application) -> None:
    with work(each_app):
        key, _nip = make_certificate()
        first = make_badge(key)
        db.session.flush()
        assert make_badge(key) is first


def test_a_revoked_certificate_becomes_no_badge(app: Application) -> None:
    holder, key = made_by(app)
    with work(app):
        db.session.execute(update(Certificate).values(status="revoked", status_at=NOW))
    holder.open(f"/sertifikat/{key}/lencana")
    assert "Buat lencana" not in [button.text for button in holder.page.select("main button")]
    with work(app), pytest.raises(Refused, match=r"no longer holds|tidak berlaku lagi"):
        make_badge(key)


def test_a_list_that_is_half_full_is_followed_by_another(each_app: Application) -> None:
    with work(each_app):
        db.session.add(BadgeStatusList(number=1, allotted=LIST_LOAD))
        db.session.flush()
        key, _nip = make_certificate()
        assert make_badge(key).list_number == 2


def test_a_place_that_is_taken_is_not_given_again(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([7, 7, 7, 9])
    monkeypatch.setattr("secrets.randbelow", lambda _size: next(drawn))
    with work(app):
        (first, _), (second, _) = make_certificate(), make_certificate()
        badge = make_badge(first)
        db.session.flush()
        assert (badge.list_index, make_badge(second).list_index) == (7, 9)


def test_bits_stand_from_the_left() -> None:
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded((0, 9, 131_071))[1:] + "=="))
    assert len(bits) == 16_384
    assert (bits[0], bits[1], bits[-1], sum(bits)) == (0x80, 0x40, 0x01, 0xC1)


def test_base58_is_bitcoins() -> None:
    assert base58btc(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert base58btc(b"\0\0\x28\x7f\xb4\xcd") == "z11233QC4"


def test_public_documents_may_be_kept_and_fetched_from_anywhere(app: Application) -> None:
    make_held(app)
    with app.app_context():
        names = [key.name for key in db.session.scalars(select(BadgeKey))]
    client = app.test_client()
    keys = [f"/lencana/kunci/{name}" for name in names]
    for address in ("/lencana/penerbit", "/.well-known/jwks.json", "/lencana/status/1", *keys):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        age = re.fullmatch(r"public, max-age=(\d+)", answer.headers["Cache-Control"])
        assert age is not None
        assert int(age[1]) <= timedelta(hours=1).total_seconds()
        assert b"PRIVATE" not in answer.data
        assert '"d"' not in answer.get_data(as_text=True)


def test_a_list_costs_the_same_however_many_are_revoked(each_app: Application) -> None:
    held, counts = [make_held(each_app) for _ in range(3)], []
    for one in held[:2]:
        with work(each_app):
            named = Certificate.id == one.certificate
            db.session.execute(update(Certificate).where(named).values(status="revoked"))
        with each_app.app_context(), watched() as seen:
            assert each_app.test_client().get("/lencana/status/1").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] > 0


def test_a_list_is_found_by_the_revoked_certificates_alone(app: Application) -> None:
    with app.app_context():
        with watched() as seen:
            assert queries.revoked_in(1) == ()
        asked, values = next(each for each in seen if "badge" in each[0])
        connection = db.session.connection()
        plan = str(connection.exec_driver_sql(f"explain query plan {asked}", values).all())
    assert "ix_certificate_not_valid" in plan
    assert "badge USING INDEX" in plan
    assert "list_number" not in plan


@contextmanager
def watched() -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that the database is sent meanwhile."""
    seen: list[tuple[str, Any]] = []

    def keep(*arguments: Any) -> None:
        seen.append((arguments[2], arguments[3]))

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)


def test_a_key_of_the_wrong_kind_is_refused_with_a_sentence(app: Application) -> None:
    folder = app.extensions["settings"].data_dir
    make_held(app)
    (folder / "badge_token_key").write_bytes((folder / "badge_proof_key").read_bytes())
    with pytest.raises(Refused, match="BADGE_TOKEN_KEY_FILE"):
        make_held(app)


def test_the_keys_are_readable_by_their_owner_only(app: Application) -> None:
    folder = app.extensions["settings"].data_dir
    make_held(app)
    for name in ("badge_proof_key", "badge_token_key"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
