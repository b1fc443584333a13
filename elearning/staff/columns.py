"""Which column of a roster file holds what, as an officer chooses it."""

from collections import Counter
from collections.abc import Mapping

from flask_babel import gettext as _

from elearning.accounts.roster import COLUMNS, REQUIRED
from elearning.staff.showing import COLUMN_LABELS


def chosen_in(values: Mapping[str, str], count: int) -> dict[int, str]:
    """Return the field chosen for each of so many columns; of the unused ones none."""
    fields = {column: values.get(f"kolom-{column}", "") for column in range(count)}
    return {column: field for column, field in fields.items() if field in COLUMNS}


def fault_in(fields: Mapping[int, str]) -> str:
    """Say what is wrong with a choice, if anything: a field has one column, a needed one has it."""
    missing = [COLUMNS[field][0] for field in REQUIRED if field not in fields.values()]
    if missing:
        return str(_("Choose a column for: %(names)s.", names=", ".join(missing)))
    twice = [field for field, count in Counter(fields.values()).items() if count > 1]
    if twice:
        title = COLUMN_LABELS[twice[0]]
        return str(_("Two columns are chosen as %(title)s. Choose one.", title=title))
    return ""
