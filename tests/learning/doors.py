"""Somebody who tries every door of the server and reads every answer to its last byte."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import select
from werkzeug.test import TestResponse

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.quizzes.models import AnswerCheck, Attempt
from tests.learning.canaries import KEY, PRACTISED, SHOWN, Seen, all_of, seen_in
from tests.visitor import Visitor

ARGUMENT = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
#: What ends a session or an attempt, or takes the newest revision: no door to a key of this one.
LEFT_OUT = {
    "accounts.sign_out",
    "accounts.end_sign_in",
    "accounts.end_other_sign_ins",
    "learning.submit",
    "learning.adopt",
}
#: What a practice question shows: its author's id is none of it.
PRACTICE = {Seen(SHOWN, each) for each in PRACTISED}


class Leak(AssertionError):  # noqa: N818
    """An answer held what was not due."""


class Person(NamedTuple):
    """Somebody who may be enrolled; nobody is a visitor."""

    nip: str = ""
    enrolment_id: int = 0


class Watch(Visitor):
    """A browser that refuses every answer with something that is not due to its person."""

    def __init__(self, app: Application, person: Person, feedback: str) -> None:
        super().__init__(app)
        self.app, self.person, self.feedback = app, person, feedback
        #: What was shown rightly, and the endpoints that were tried.
        self.seen: set[Seen] = set()
        self.tried: set[str] = set()
        self.kept = ""
        self.waits_for_essays = True
        if person.nip:
            self.sign_in(person.nip)

    def ask(
        self, method: str, address: str, *, due: frozenset[Seen] = frozenset(), **more: Any
    ) -> TestResponse:
        """Ask, and read the answer; `due` is what this answer may tell besides."""
        headers = {"X-CSRFToken": self.token()} if method not in {"GET", "HEAD"} else {}
        more["headers"] = headers | more.get("headers", {})
        response = self.client.open(address, method=method, **more)
        told = seen_in(all_of(response)) - seen_in(f"{address} {more.get('data', '')}")
        if told:
            self.seen |= told
            leaked = told - self.may_see() - due
            if leaked:
                raise Leak(f"{method} {address} ({response.status}): {sorted(leaked)}")
        return response

    def token(self) -> str:
        """Return the token that forms carry, the same as long as the session."""
        self.kept = self.kept or str(self.client.get("/csrf").get_json()["csrf_token"])
        return self.kept

    def may_see(self) -> set[Seen]:
        """Return what is due to the person now, by the rules as the format tells them."""
        if not self.person.nip:
            return set()
        with self.app.app_context():
            mine = Attempt.enrolment_id == self.person.enrolment_id
            attempts = db.session.scalars(select(Attempt).where(mine)).all()
            checked = set(db.session.scalars(select(AnswerCheck.question)))
            enrolment = db.session.get(Enrolment, self.person.enrolment_id)
            has_passed = any(each.passed for each in attempts)
            due = set(PRACTICE) if enrolment else set()
            for attempt in attempts:
                due |= self.due_in(attempt, checked, has_passed=has_passed)
        return due

    def due_in(self, attempt: Attempt, checked: set[str], *, has_passed: bool) -> set[Seen]:
        """Return what one attempt may show: no essay here is ever graded."""
        asked = {slot["id"]: name_of(slot) for slot in attempt.paper}
        is_due = self.feedback in {"immediate", "after-submit"} or (
            self.feedback == "after-pass" and has_passed
        )
        told = asked if attempt.closed_at and is_due else checked & set(asked)
        late = {"esai"} if self.waits_for_essays else set()
        keys = {Seen(KEY, asked[each]) for each in told if asked[each] not in late}
        return keys | {Seen(SHOWN, name) for name in asked.values()}

    def try_every_door(self, values: Mapping[str, tuple[object, ...]]) -> None:
        """Ask for every address of the server by every method."""
        for method, endpoint, address in addresses(self.app, values):
            self.tried.add(endpoint)
            self.ask(method, address)
            if method == "GET" and self.person.nip:
                self.ask("HEAD", address)
                self.ask("GET", address, headers={"Range": "bytes=0-4000"})
                self.ask("OPTIONS", address)


def addresses(
    app: Application, values: Mapping[str, tuple[object, ...]]
) -> Iterator[tuple[str, str, str]]:
    """Yield method, endpoint and address of every rule, filled in with every fitting value."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.endpoint in LEFT_OUT or "static" in rule.endpoint:
            continue
        names = sorted(rule.arguments)
        for chosen in product(*(values.get(name, (1,)) for name in names)):
            filled = dict(zip(names, map(str, chosen), strict=True))
            address = ARGUMENT.sub(lambda found: filled[found[1]], rule.rule)  # noqa: B023
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.endpoint, address


def name_of(slot: Mapping[str, Any]) -> str:
    """Return the name of a drawn question: the author's id holds it."""
    return str(slot["question"]).split("x")[1]
