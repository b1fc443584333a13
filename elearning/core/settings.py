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

DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
#: How a setting is switched on or off.
SWITCH = {"true": True, "1": True, "false": False, "0": False}
SECRET_KEY_FILE = "secret_key"  # noqa: S105
SIGNING_KEY_FILE = "signing_key"


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
    jp_target: int = setting(20, "JP that a PNS should reach in a year (PP 11/2017 Pasal 203).")
    jp_cap_pppk: int = setting(
        24,
        "JP that a PPPK has at most in a contract year (PP 49/2018 Pasal 40); a warning, never a block.",
    )
    predicates: str = setting(
        "90:Amat Baik,76:Baik,65:Cukup,0:Kurang",
        "Lowest score of each predicate on the certificate.",
    )
    learning_standings: str = setting(
        "01,03,15", "Codes of kedudukan hukum whose holders may learn and count at 20 JP."
    )
    certificate_number: str = setting(
        "800.2/{urut:04d}/{kode}/{unit}/{tahun}",
        "Pattern of certificate numbers: `urut`, `kode` (course), `unit` (organiser), `bulan` (Roman) "
        "and `tahun`.",
    )
    certificate_legal_basis: str = setting(
        "", "Line under the letterhead that names the legal basis; empty: none."
    )
    lesson_budget_kb: int = setting(200, "Most that a lesson with its pictures may weigh, in KB.")
    review_required: bool = setting(
        False,
        "Whether a course is published only by somebody who has not written it, after a review: "
        "`true` or `false`.",
    )
    smtp_url: str = setting("", "Mail server, `smtp://user:password@host:587`; empty: mail waits.")
    mail_from: str = setting("widyapada@localhost", "Sender of mail.")

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
    def database(self) -> str:
        """The database's address, SQLite in `data_dir` unless another is set."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.absolute() / 'elearning.db'}"
        return self.database_url.replace("postgres://", "postgresql://", 1)

    def predicate_for(self, score: Decimal) -> str:
        """Return the predicate of a score, e.g. `Baik`."""
        pairs = (pair.split(":", 1) for pair in self.predicates.split(","))
        steps = sorted(((Decimal(low.strip()), name.strip()) for low, name in pairs), reverse=True)
        return next((name for low, name in steps if score >= low), "")


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
    if not settings.database.startswith(DATABASES):
        raise SettingsError(_("DATABASE_URL must begin with sqlite:/// or postgresql://."))
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
