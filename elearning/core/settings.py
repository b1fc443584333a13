"""The settings: one typed object, filled from the environment.

They are refused before there is an application, so the standard library's gettext says why.
"""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import Any, Self

from flask import current_app

from elearning.core.setting_rules import fault_in

#: How a setting is switched on or off.
SWITCH = {"true": True, "1": True, "false": False, "0": False}
SECRET_KEY_FILE = "secret_key"  # noqa: S105
SIGNING_KEY_FILE = "signing_key"
BADGE_PROOF_KEY_FILE = "badge_proof_key"
BADGE_TOKEN_KEY_FILE = "badge_token_key"  # noqa: S105


class SettingsError(ValueError):
    """A setting that the platform cannot start with; the message says how to mend it."""


def setting(default: Any, meaning: str) -> Any:
    """Declare a setting with its default and the sentence of the README's table."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, named in the environment by its upper-case name."""

    environment: str = setting("development", "`development` or `production`.")
    site_name: str = setting("Widyapada", "The platform's name on screen.")
    site_owner: str = setting("", "Who runs the platform, in the footer.")
    public_url: str = setting(
        "http://127.0.0.1:8000",
        "Address that certificates, links and mail carry, without a final slash.",
    )
    data_dir: Path = setting(
        Path("var"), "Folder of the database, the files and the generated key."
    )
    content_dir: Path = setting(
        Path("content"), "Folder of the courses that are published at the start."
    )
    database_url: str = setting(
        "", "SQLAlchemy address of the database; empty: SQLite in `DATA_DIR`."
    )
    secret_key: str = setting(
        "", "Signs cookies; production refuses to start without one of at least 32 characters."
    )
    signing_key_file: str = setting(
        "",
        "Ed25519 key (PEM) that signs the checkpoints of the histories; empty: one is made in `DATA_DIR`.",
    )
    badge_proof_key_file: str = setting(
        "", "Ed25519 key (PEM) that signs badges; empty: one is made in `DATA_DIR`."
    )
    badge_token_key_file: str = setting(
        "", "RSA key (PEM) that signs badges as JWT; empty: one is made in `DATA_DIR`."
    )
    workers: int = setting(2, "Web processes that `elearning serve` starts.")
    threads: int = setting(4, "Threads of each web process.")
    trusted_proxies: int = setting(
        0, "Reverse proxies in front whose `X-Forwarded-*` headers count."
    )
    default_locale: str = setting("id", "Language of a first visit: `id` or `en`.")
    timezone: str = setting(
        "Asia/Jakarta",
        "Zone of dates where no agency says otherwise (WIB; WITA `Asia/Makassar`, WIT `Asia/Jayapura`).",
    )
    session_days: int = setting(14, "Days after which a sign-in ends, and 3 days without use.")
    activation_days: int = setting(14, "Days for which an activation link or slip is valid.")
    sign_in_attempts: int = setting(
        10, "Wrong passwords in 15 minutes, per account; ten times as many per address."
    )
    minutes_per_jp: int = setting(45, "Minutes of one JP; no regulation for e-learning was found.")
    roster_mb: int = setting(
        30, "Most that a staff list uploaded by HR may weigh, in MB; never more than 30."
    )
    jp_target: int = setting(20, "JP that a PNS should reach in a year (PP 11/2017 Pasal 203).")
    jp_cap_pppk: int = setting(
        24,
        "JP that a PPPK has at most in a contract year (PP 49/2018 Pasal 40); a warning, never a block.",
    )
    jp_conversion: str = setting(
        "4:5/hari,9:4/hari,10:20/kegiatan,14:2/sesi,15:2/sesi,18:20/kegiatan,20:10/kegiatan,"
        "21:20/kegiatan,22:2/hari,23:2/hari,24:2/sesi",
        "JP suggested for training elsewhere whose certificate names none: SIASN's jenis diklat, JP, "
        "`/hari`, `/sesi` or `/kegiatan`; from practice, the annex of PerLAN 10/2018 was not seen.",
    )
    predicates: str = setting(
        "90:Amat Baik,76:Baik,65:Cukup,0:Kurang",
        "Lowest score of each predicate on the certificate.",
    )
    survey_days: int = setting(
        90, "Days after a completion in which its course can be evaluated; 0: without end."
    )
    survey_least: int = setting(
        5, "Fewest answers about a course that are shown together; never fewer than 5."
    )
    survey_wait_months: int = setting(
        1,
        "Calendar months that answers too few to show wait in a unit before they go up to the next.",
    )
    survey_bands: str = setting(
        "4.20:Sangat Baik,3.40:Baik,2.60:Cukup,1.80:Kurang Baik,1.00:Tidak Baik",
        "Lowest mean of each word for satisfaction, on the scale from 1 to 5.",
    )
    learning_standings: str = setting(
        "01,03,15", "Codes of kedudukan hukum whose holders may learn and count at 20 JP."
    )
    stuck_days: int = setting(
        30, "Days without being opened after which HR's pages call a course begun stuck."
    )
    certificate_number: str = setting(
        "800.2/{urut:04d}/{kode}/{unit}/{tahun}",
        "Pattern of certificate numbers: `urut`, `kode` (course), `unit` (organiser), `bulan` (Roman) "
        "and `tahun`.",
    )
    certificate_legal_basis: str = setting(
        "", "Line under the letterhead that names the legal basis; empty: none."
    )
    signing: str = setting(
        "none",
        "How certificates are signed electronically: `none`, `pades` (the agency's own PKCS#12) or `bsre`.",
    )
    signing_pkcs12: str = setting(
        "", "For `pades`: the PKCS#12 file, or a folder with `<unit code>.p12` for each organiser."
    )
    signing_roots: str = setting(
        "", "PEM file of the root certificates whose signatures verification calls trusted."
    )
    bsre_url: str = setting(
        "", "For `bsre`: address of the e-sign client service, `https://user:password@host`."
    )
    bsre_seconds: int = setting(
        120, "For `bsre`: seconds after which a call without an answer is given up."
    )
    siasn_url: str = setting(
        "",
        "Address of SIASN's services up to and with `/apisiasn/1.0`, as BKN has given it to the agency; "
        "empty: records go to SIASN by file.",
    )
    siasn_token_url: str = setting(
        "",
        "Address that gives the agency's token for SIASN (client credentials), `https://id:secret@host/token`.",
    )
    siasn_agency_id: str = setting("", "SIASN's id of the agency (instansiId); may be empty.")
    siasn_document: str = setting(
        "881", "SIASN's document reference (id_ref_dokumen) of a course certificate."
    )
    siasn_pause_seconds: int = setting(2, "Seconds between two records that are sent to SIASN.")
    siasn_seconds: int = setting(
        60, "Seconds after which a call to SIASN without an answer is given up."
    )
    recertify_months: int = setting(
        3,
        "Months before the end of a certificate's validity from which its course can be taken again.",
    )
    lesson_budget_kb: int = setting(200, "Most that a lesson with its pictures may weigh, in KB.")
    review_required: bool = setting(
        False,
        "Whether a course is published only by somebody who has not written it, after a review: "
        "`true` or `false`.",
    )
    api_requests_per_minute: int = setting(600, "Requests that a token of the API has in a minute.")
    api_token_days: int = setting(
        365, "Days for which a token of the API is valid at most; never more than 366."
    )
    webhook_private: bool = setting(
        False,
        "Whether webhooks may go to private addresses and to this machine: `true` or `false`.",
    )
    webhook_seconds: int = setting(10, "Seconds after which a webhook's receiver is given up.")
    smtp_url: str = setting("", "Mail server, `smtp://user:password@host:587`; empty: mail waits.")
    mail_from: str = setting("widyapada@localhost", "Sender of mail.")
    digest_hour: int = setting(
        7, "Hour (0 to 23) of the daily summary of notices, by the receiver's own clock."
    )
    reminder_days: str = setting(
        "14,7,1",
        "Days before the deadline of a mandatory course on which people are reminded; once more on the "
        "day after.",
    )
    overdue_weekday: int = setting(
        1,
        "Day of the week (1 Monday to 7 Sunday) from which supervisors are told of overdue people, "
        "once a week; 0: never.",
    )
    notice_days: int = setting(365, "Days for which notices are kept in the app.")
    privacy_contact: str = setting(
        "",
        "Contact of the official for personal data protection (UU 27/2022 Pasal 53), in the privacy "
        "notice; empty: the HR office.",
    )
    privacy_ground: str = setting(
        "",
        "Legal ground of the processing, as the agency's legal unit words it; empty: public task and "
        "legal duties (UU 27/2022 Pasal 20), marked as the platform's reading.",
    )
    privacy_additions: str = setting(
        "",
        "What the agency adds to the privacy notice, as plain text; paragraphs are parted by an empty line.",
    )
    privacy_edition: int = setting(
        0,
        "Number of the agency's own edition of the privacy notice; raise it when `PRIVACY_ADDITIONS` says "
        "something new, and everybody is shown the notice once more.",
    )
    data_request_hours: int = setting(
        72,
        "Hours in which a request to correct personal data is answered (3×24, UU 27/2022 Pasal 30).",
    )
    export_days: int = setting(
        7, "Days for which the files of an export that was made in the background are kept."
    )
    export_part_mb: int = setting(
        250, "Most that one ZIP of an export weighs, in MB; more becomes further parts."
    )
    export_pdf_kb: int = setting(
        1024,
        "Most that a certificate in the ZIP of an export weighs, in KB; a heavier one is listed "
        "instead. SIASN's own limit is not published.",
    )
    sign_in_months: int = setting(
        12, "Months for which ended sign-ins are kept; 0: for ever. The law names no figure."
    )
    access_log_months: int = setting(
        24,
        "Months for which it is kept who looked at whose data; 0: for ever. The law names no figure.",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings from the environment, and the generated key from `DATA_DIR`."""
        given = os.environ if environment is None else environment
        values = {
            f.name: _parse(f, given[f.name.upper()])
            for f in fields(cls)
            if given.get(f.name.upper())
        }
        settings = cls(**values)
        key_file = settings.data_dir / SECRET_KEY_FILE
        if not settings.secret_key and settings.environment != "production" and key_file.is_file():
            object.__setattr__(settings, "secret_key", key_file.read_text(encoding="ascii").strip())
        return settings

    @property
    def is_production(self) -> bool:
        """Whether the strict rules of a public server apply."""
        return self.environment == "production"

    @property
    def counted_standings(self) -> tuple[str, ...]:
        """Codes of kedudukan hukum whose holders may learn and count at the target."""
        return tuple(code.strip() for code in self.learning_standings.split(","))

    @property
    def database(self) -> str:
        """The database's address, SQLite in `data_dir` unless another is set."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.absolute() / 'elearning.db'}"
        return self.database_url.replace("postgres://", "postgresql://", 1)

    def predicate_for(self, score: Decimal) -> str:
        """Return the predicate of a score, e.g. `Baik`."""
        return _step(self.predicates, score)

    def band_for(self, mean: Decimal) -> str:
        """Return the word for a mean of satisfaction, e.g. `Baik`."""
        return _step(self.survey_bands, mean)


def _step(text: str, value: Decimal) -> str:
    """Return the name of the highest step that a value reaches, of `90:Amat Baik,76:Baik`."""
    pairs = (pair.split(":", 1) for pair in text.split(","))
    steps = sorted(((Decimal(low.strip()), name.strip()) for low, name in pairs), reverse=True)
    return next((name for low, name in steps if value >= low), "")


def _parse(declared: "Field[Any]", text: str) -> Any:
    """Turn the text of a variable into the type of its default."""
    kind: type[Any] = type(declared.default)
    given = {"name": declared.name.upper(), "text": text}
    if kind is bool:
        if text.strip().lower() not in SWITCH:
            raise SettingsError(_("%(name)s=%(text)r is neither true nor false.") % given)
        return SWITCH[text.strip().lower()]
    try:
        return kind(text)
    except ValueError:
        raise SettingsError(_("%(name)s=%(text)r is not a whole number.") % given) from None


def require_safe(settings: Settings) -> None:
    """Refuse settings that would make a public server unsafe, or that nothing can be kept in."""
    fault = fault_in(settings)
    if fault:
        raise SettingsError(fault)
    if len(settings.secret_key) >= 32:
        return
    if settings.is_production:
        raise SettingsError(
            _("Set SECRET_KEY to at least 32 random characters before starting in production.")
        )
    raise SettingsError(
        _("There is no SECRET_KEY yet: run `elearning db upgrade`, which makes one in DATA_DIR.")
    )


def current_settings() -> Settings:
    """Return the settings of the running application."""
    settings: Settings = current_app.extensions["settings"]
    return settings
