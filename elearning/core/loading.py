"""Loading code that stays: nothing looks for garbage in it, meanwhile or later.

Looking takes a third of the time, finds nothing, and copies the memory that processes share.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load without looking for garbage, and count whatever is there at the end as what stays."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_looking:
            gc.enable()
