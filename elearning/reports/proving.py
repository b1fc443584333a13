"""`elearning records verify`: histories, their log, certificates and audit log are as written."""

import click
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearning.certificates.seals import first_changed, first_misstated
from elearning.core.db import read_one_moment, reading
from elearning.core.settings import current_settings
from elearning.records import ledger_queries, queries
from elearning.records.cli import records, shown
from elearning.records.ledger_verifying import first_ledger_break
from elearning.records.verifying import first_break, first_broken_deed


@records.command("verify")
def verify() -> None:
    """Prove that histories, their log and the audit log are whole; else name what is broken."""
    with force_locale(current_settings().default_locale), reading():
        tell_whole(prove())


def prove() -> int:
    """Verify every chain and return how many entries the histories have; refuse a broken one."""
    read_one_moment()
    count = queries.count_entries()
    found = first_break(shown(queries.every_entry(), _("Checking histories"), count))
    if found:
        sentence = _("Person %(person_id)s, entry %(seq)s: %(reason)s.", **found._asdict())
        raise click.ClickException(sentence)
    certificate = first_changed()
    if certificate is not None:
        raise click.ClickException(_("Certificate %(number)s: it was changed.", number=certificate))
    misstated = first_misstated()
    if misstated is not None:
        sentence = _("Certificate %(number)s: its state is not what the history says.")
        raise click.ClickException(sentence % {"number": misstated})
    deed = first_broken_deed(queries.every_deed())
    if deed is not None:
        raise click.ClickException(_("Audit log, entry %(number)s: it was changed.", number=deed))
    prove_log()
    return count


def prove_log() -> None:
    """Verify the log of all entries and its checkpoints; refuse a broken one."""
    size = ledger_queries.log_size()
    found = first_ledger_break(shown(ledger_queries.every_line(), _("Checking the log"), size))
    if found:
        sentence = _("Log, line %(number)s: %(reason)s.", **found._asdict())
        raise click.ClickException(sentence)


def tell_whole(count: int) -> None:
    """Print that every chain is whole, how far the signatures reach and whose they are."""
    click.echo(
        ngettext(
            "%(num)s entry, every chain is whole.", "%(num)s entries, every chain is whole.", count
        )
    )
    last, keys = ledger_queries.latest(), ledger_queries.published_keys()
    facts = {"signed": last.size if last else 0, "waiting": ledger_queries.count_waiting()}
    click.echo(_("Signed: %(signed)s entries; not in the log yet: %(waiting)s.", **facts))
    for key, _first_used_at in keys:
        click.echo(_("Key of the checkpoints: %(key)s", key=key))
