"""Which stacks to show first: the first in their order, but not ten of one question or one body."""

from collections import Counter
from collections.abc import Sequence

from sunledger.screening.stacking import Stack

A_SCREEN = 3  # of the stacks shown first, at most so many that one screen leads
A_BODY = 4  # and at most so many about one body
A_QUESTION = 2  # and at most so many that one screen leads about one body


def first_stacks(stacks: Sequence[Stack], count: int = 10) -> list[Stack]:
    """Return `count` stacks in their order; those that crowd out others only if room is left."""
    chosen: list[int] = []
    left: list[int] = []
    screens: Counter[str] = Counter()
    bodies: Counter[str] = Counter()
    questions: Counter[tuple[str, str]] = Counter()
    for place, stack in enumerate(stacks):
        screen, body = stack.first.screen, stack.body
        if (
            screens[screen] >= A_SCREEN
            or bodies[body] >= A_BODY
            or questions[screen, body] >= A_QUESTION
        ):
            left.append(place)
        else:
            chosen.append(place)
            screens[screen] += 1
            bodies[body] += 1
            questions[screen, body] += 1
        if len(chosen) == count:
            break
    chosen += left[: count - len(chosen)]
    return [stacks[place] for place in sorted(chosen)]
