"""Settings come from the environment; an unsafe server does not start."""

from decimal import Decimal
from pathlib import Path

import pytest

from elearning.app import create_app
from elearning.core.settings import Settings, SettingsError


def test_settings_are_read_by_their_upper_case_names() -> None:
    settings = Settings.from_environment({"SITE_NAME": "Belajar", "WORKERS": "4", "DATA_DIR": "/x"})
    assert (settings.site_name, settings.workers, settings.data_dir) == ("Belajar", 4, Path("/x"))


def test_a_wrong_number_is_told_with_its_name() -> None:
    with pytest.raises(SettingsError, match="WORKERS='two'"):
        Settings.from_environment({"WORKERS": "two"})


@pytest.mark.parametrize(
    ("text", "is_on"), [("true", True), ("1", True), ("False", False), ("0", False), ("", False)]
)
def test_a_switch_is_true_or_false(text: str, is_on: bool) -> None:
    assert Settings.from_environment({"REVIEW_REQUIRED": text}).review_required is is_on


def test_a_switch_that_is_neither_is_told_with_its_name() -> None:
    with pytest.raises(SettingsError, match="REVIEW_REQUIRED='perhaps'"):
        Settings.from_environment({"REVIEW_REQUIRED": "perhaps"})


def test_production_does_not_start_without_a_key() -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        create_app(Settings(environment="production"))


@pytest.mark.parametrize("address", ["nonsense", "mysql://localhost/x"])
def test_only_sqlite_and_postgresql_are_databases(address: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        create_app(Settings(secret_key="k" * 32, database_url=address))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "prod"),
        ("default_locale", "fr"),
        ("signing", "gpg"),
        ("timezone", "Mars"),
        ("timezone", "../Mars"),
        ("public_url", "belajar.contoh.go.id"),
        ("reminder_days", "a week"),
        ("workers", 0),
        ("threads", -1),
        ("sign_in_attempts", 0),
        ("survey_least", 4),
        ("survey_days", -1),
        ("digest_hour", 24),
        ("overdue_weekday", 8),
    ],
)
def test_a_setting_that_nothing_works_with_is_refused_with_its_name(
    name: str, value: object
) -> None:
    with pytest.raises(SettingsError, match=f"^{name.upper()} "):
        create_app(Settings(secret_key="k" * 32, **{name: value}))  # type: ignore[arg-type]


def test_production_ignores_the_generated_key(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("x" * 64)
    given = {"ENVIRONMENT": "production", "DATA_DIR": str(tmp_path)}
    assert Settings.from_environment(given).secret_key == ""


def test_creating_the_application_touches_nothing(tmp_path: Path) -> None:
    create_app(Settings(data_dir=tmp_path / "absent", secret_key="k" * 32))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ("100", "Amat Baik"),
        ("90", "Amat Baik"),
        ("89.99", "Baik"),
        ("76", "Baik"),
        ("75.99", "Cukup"),
        ("65", "Cukup"),
        ("64.99", "Kurang"),
        ("0", "Kurang"),
    ],
)
def test_a_score_has_a_predicate(score: str, name: str) -> None:
    assert Settings().predicate_for(Decimal(score)) == name


def test_a_scale_may_be_the_agencys_own() -> None:
    settings = Settings(predicates="70:Memuaskan, 85:Sangat Memuaskan")
    scores = (Decimal(84), Decimal(85), Decimal(69))
    assert [settings.predicate_for(each) for each in scores] == [
        "Memuaskan",
        "Sangat Memuaskan",
        "",
    ]


def test_blanks_between_the_codes_of_legal_standings_do_not_count() -> None:
    assert Settings(learning_standings="01, 03 ,15").counted_standings == ("01", "03", "15")
