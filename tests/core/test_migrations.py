"""Migrations run on both databases and fit the models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from elearning.core import migrations
from elearning.core.application import Application
from elearning.core.db import Base, db


def test_the_migrated_database_fits_the_models(each_app: Application) -> None:
    with each_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": migrations.is_modelled}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_a_migrated_database_is_at_the_newest_migration(each_app: Application) -> None:
    with each_app.app_context():
        assert migrations.current() == migrations.newest()
        assert migrations.bring_up_to_date() is False
