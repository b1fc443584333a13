"""Who may answer for a completion, and which groups are shown.

A total is shown beside its parts. Parts of fewer answers than the least are hidden, and with them
the smallest others until the hidden ones together are no small group either: what a total minus
the shown parts tells is then never less than the least.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeVar

Group = TypeVar("Group", bound=Hashable)


def is_own(person: Any, invitation: Any) -> bool:
    """Whoever completed a course is asked about it, nobody else."""
    return bool(person.is_authenticated and invitation.person_id == person.id)


def hidden(
    numbers: Mapping[Group, int], least: int, small: Collection[Group] = ()
) -> frozenset[Group]:
    """Return which parts of a shown total are not shown, by their numbers of answers.

    `small` names parts that count as small for another reason. Parts without any answer are
    hidden like small ones: that nobody answered is nobody's business.
    """
    left_out = {group for group, number in numbers.items() if number < least or group in small}
    others = sorted(numbers.keys() - left_out, key=lambda group: numbers[group])
    together = sum(numbers[group] for group in left_out)
    for smallest in others:
        if together == 0 or together >= least:
            break
        left_out.add(smallest)
        together += numbers[smallest]
    return frozenset(left_out)
