"""Work among very many objects that are all in use, without looking for circles among them."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000  # objects that are made anew before Python looks; else 700


def seldom() -> None:
    """Have Python seldom look for circles, in a program that loads much which stays.

    To look costs a third of a short command: again and again while it loads, and once more when it
    ends and gives all its memory back.
    """
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for circles among objects of which none has one.

    It would go through all of them again and again, and find nothing. What is not used any more is
    freed as ever.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
