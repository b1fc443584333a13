"""The signed-in person as a request sees them: one row, read once, never an ORM object."""

from datetime import datetime
from typing import NamedTuple

from elearning.accounts.names import calling_name, full_name


class Member(NamedTuple):
    """Who is signed in, with their roles and reach."""

    sign_in_id: int
    token: str
    seen_at: datetime
    id: int
    nip: str | None
    username: str | None
    front_title: str
    name: str
    back_title: str
    status: str
    unit_id: int | None
    unit_path: str
    timezone: str
    grants: str
    #: How many notices the person has not read: every page shows it.
    unread: int
    #: Edition of the privacy notice that the person has read; empty before the first.
    notice_read: str
    #: Keys of the accounts that were merged into this one.
    former_ids: str

    @property
    def account_ids(self) -> frozenset[int]:
        """Keys of all accounts of the person: what belongs to one of them is theirs."""
        return frozenset({self.id, *(int(key) for key in self.former_ids.split(",") if key)})

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in; Flask-Login's visitor says no."""
        return True

    @property
    def is_active(self) -> bool:
        """Whether the account is open; a closed one is no member."""
        return True

    def get_id(self) -> str:
        """Return what the cookie holds: the token of the sign-in."""
        return self.token

    @property
    def display_name(self) -> str:
        """The name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def short_name(self) -> str:
        """The first word of the name that can be called out, for a greeting."""
        return calling_name(self.name)

    @property
    def is_learner(self) -> bool:
        """Whether the account belongs to an ASN."""
        return self.nip is not None

    @property
    def roles(self) -> frozenset[str]:
        """The roles granted, without their units."""
        return frozenset(grant.partition(":")[0] for grant in self.grants.split(",") if grant)

    @property
    def hr_paths(self) -> tuple[str, ...]:
        """Paths of the units whose subtrees the person's HR role reaches."""
        pairs = (grant.partition(":") for grant in self.grants.split(","))
        return tuple(path for role, _, path in pairs if role == "kepegawaian")
