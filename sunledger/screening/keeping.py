"""Tables on the way to an answer that are used more than once: computed once, kept for the run.

A lazy table is a plan; used three times it is computed three times. `keep` says where that would
hurt. Without an engine around it, it does nothing, so that a screen stays a plain function.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sunledger.screening.shapes import Frame

Keeper = Callable[[Frame], Frame]

_keeper: ContextVar[Keeper | None] = ContextVar("keeper", default=None)


def keep(frame: Frame) -> Frame:
    """Return the same table, computed now if an engine runs the screen."""
    keeper = _keeper.get()
    return keeper(frame) if keeper else frame


@contextmanager
def kept_by(keeper: Keeper) -> Iterator[None]:
    """Let `keep` hand its tables to this engine while the block lasts."""
    token = _keeper.set(keeper)
    try:
        yield
    finally:
        _keeper.reset(token)
