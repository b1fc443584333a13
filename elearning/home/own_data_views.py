"""Data Saya: what is held about oneself, to see and to take along, and who looked at it."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import throttling
from elearning.accounts.holds import shown_hold
from elearning.accounts.own_time import own_today, own_zone
from elearning.core import audit, clock
from elearning.core.addresses import key_asked
from elearning.core.attachments import attachment
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.core.languages import request_locale
from elearning.core.settings import current_settings
from elearning.home import access_queries
from elearning.home import own_data_queries as queries
from elearning.home.blueprint import bp
from elearning.home.data_labels import LABELS, TECHNICAL, WORDS, shown
from elearning.home.data_words import KINDS, PURPOSES, Explained, explained, grounds_in_words

#: Downloads of one person in 15 minutes.
MOST_DOWNLOADS = 6


@bp.get("/data-saya")
def own_data() -> ResponseReturnValue:
    """Show which data are held about the person, why, on what ground and for how long."""
    counts = queries.counts_of(current_user.id)
    kinds = {
        code: [
            (KINDS[each.name], counts[each.name]) for each in queries.OFFERED if each.group == code
        ]
        for code in PURPOSES
    }
    return render_template(
        "home/own_data.html",
        hold=shown_hold(current_user.id, own_today()),
        zone=own_zone(),
        purposes=explained(current_settings()),
        grounds=grounds_in_words(current_settings()),
        kinds=kinds,
        totals={code: sum(count for _name, count in found) for code, found in kinds.items()},
    )


@bp.get("/data-saya/rincian/<code>")
def own_details(code: str) -> ResponseReturnValue:
    """Show the newest rows of each kind that serves a purpose."""
    if code not in PURPOSES:
        abort(404)
    settings = current_settings()
    return render_template(
        "home/own_details.html",
        purpose=next(each for each in explained(settings) if each.code == code),
        grounds=grounds_in_words(settings),
        found=[
            table | {"columns": columns_of(table), "pairs": pairs_of(table)}
            for table in map(table_of, queries.found_for(current_user.id, code))
        ],
        most=queries.SHOWN,
    )


def table_of(found: queries.Found) -> dict[str, Any]:
    """Return rows as a page or a paper shows them: without what only programs read."""
    places = [n for n, name in enumerate(found.columns) if name not in TECHNICAL]
    names, zone = [found.columns[n] for n in places], own_zone()
    return {
        "name": found.held.name,
        "title": str(KINDS[found.held.name]),
        "labels": [str(LABELS[name]) for name in names],
        "rows": [[shown(found.columns[n], row[n], zone) for n in places] for row in found.rows],
        "count": found.total,
    }


def columns_of(table: dict[str, Any]) -> list[dict[str, str]]:
    """Return the heads of a table's columns."""
    return [{"label": label} for label in table["labels"]]


def pairs_of(table: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the first row as label and value."""
    return list(zip(table["labels"], table["rows"][0], strict=True))


@bp.get("/data-saya/akses")
def own_access() -> ResponseReturnValue:
    """Show who looked at the person's data and when, and which exports may hold them."""
    before = key_asked("sebelum")
    found = access_queries.views_of(current_user.id, before)
    lines = found[: access_queries.PAGE]
    more = lines[-1].id if len(found) > access_queries.PAGE else None
    return render_template(
        "home/own_access.html",
        lines=lines,
        words=WORDS,
        exports=access_queries.exports_of(current_user.unit_path) if current_user.nip else [],
        next_page=more and url_for(".own_access", sebelum=more),
        first_page=url_for(".own_access") if before else None,
        zone=own_zone(),
    )


@bp.get("/data-saya/unduh.json")
def own_json() -> ResponseReturnValue:
    """Send everything that is held about the person, for programs."""
    spend_download("json")
    chunks = queries.json_of(db.engine, current_user.id, clock.now())
    return attachment(chunks, own_name("json"), "application/json")


@bp.get("/data-saya/unduh.pdf")
def own_pdf() -> ResponseReturnValue:
    """Send what is held about the person on paper: the newest rows of each kind."""
    from elearning.home.own_data_pdf import render  # typst loads with the first one

    spend_download("pdf")
    with reading():
        facts = paper_facts()
    return attachment(render(facts, clock.now()), own_name("pdf"), "application/pdf")


def spend_download(suffix: str) -> None:
    """Count and log a download in a short transaction of its own; many at once must wait."""
    person, now = current_user.id, clock.now()
    tries = throttling.throttle_keys(f"own-data:{person}", f"own-data:{person}")
    with writing():
        count, _address = throttling.count_try(tries, now)
        if count > MOST_DOWNLOADS:
            raise Refused(_("Too many downloads in a short time. Wait 15 minutes, then try again."))
        audit.record("data.downloaded", f"person:{person}", now, actor_id=person, format=suffix)
        db.session.commit()


def paper_facts() -> dict[str, Any]:
    """Return everything that the paper prints."""
    settings, counts = current_settings(), queries.counts_of(current_user.id)
    site, name = settings.site_name, current_user.display_name
    made = shown("at", clock.now(), own_zone())
    said = _("What %(site)s held about %(name)s on %(time)s.", site=site, name=name, time=made)
    more = _(
        "Of each kind at most the newest %(most)s rows are printed; the JSON file has them all.",
        most=queries.SHOWN,
    )
    return {
        "lang": request_locale(),
        "title": str(_("My data")),
        "site": site,
        "name": name,
        "said": str(said),
        "more": str(more),
        "grounds": grounds_in_words(settings),
        "none": str(_("Nothing is held.")),
        "parts": [paper_part(each, counts) for each in explained(settings)],
    }


def paper_part(purpose: Explained, counts: dict[str, int]) -> dict[str, Any]:
    """Return what the paper prints of one purpose."""
    wanted = [each for each in queries.OFFERED if each.group == purpose.code and counts[each.name]]
    found = [queries.newest(each, current_user.id, counts[each.name]) for each in wanted]
    facts = [
        (str(_("Why")), purpose.why),
        (str(_("Legal ground")), purpose.ground),
        (str(_("Kept")), purpose.kept),
    ]
    return {"title": purpose.title, "facts": facts, "tables": [table_of(each) for each in found]}


def own_name(suffix: str) -> str:
    """Return the name of a file that holds one's own data of today."""
    return f"data-saya-{clock.local_date(clock.now(), own_zone())}.{suffix}"
