"""How much of the planted truth the screens find, and how much of what they find is true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sunledger.demo.planted.world import Truth, World
from sunledger.screening.engine import Engine, answerable
from sunledger.screening.outcome import Outcome
from sunledger.screening.screen import Screen
from sunledger.screening.stacking import Stack, stacked

HEAD = 100  # so many stacks of the queue are looked at

Flagged = Mapping[tuple[str, str], Sequence[str]]  # the rows of a lead, by its screen and key


@dataclass(frozen=True)
class Measured:
    """What came of a run over a world whose truth is known."""

    truths: Sequence[tuple[Truth, bool]]  # what was planted, and whether it was flagged
    stacks: Sequence[tuple[Stack, bool]]  # the head of the queue, and whether it is true
    found: Mapping[str, tuple[int, int]]  # of each screen's leads: how many are true, of how many
    outcomes: Sequence[Outcome] = field(repr=False)

    def share(self, *, innocent: bool) -> float:
        """Return how many of the schemes, or of the look-alikes, were flagged."""
        flags = [flagged for truth, flagged in self.truths if truth.innocent == innocent]
        return sum(flags) / max(1, len(flags))

    @property
    def head(self) -> float:
        """Return how many of the first stacks are true."""
        return sum(true for _stack, true in self.stacks) / max(1, len(self.stacks))

    def kinds(self, *, innocent: bool) -> dict[str, tuple[int, int]]:
        """Return for each kind how many were flagged, and how many were planted."""
        kinds: dict[str, tuple[int, int]] = {}
        for truth, flagged in self.truths:
            if truth.innocent == innocent:
                some, of = kinds.get(truth.kind, (0, 0))
                kinds[truth.kind] = some + flagged, of + 1
        return dict(sorted(kinds.items()))


def report(found: Measured) -> str:
    """Return the figures, the overall ones last."""
    lines = [
        _kinds("Planted schemes: found, of how many", found.kinds(innocent=False)),
        _kinds("Innocent look-alikes: flagged, of how many", found.kinds(innocent=True)),
        _kinds("Leads of each screen: true, of how many", found.found),
    ]
    wrong = [(place, stack) for place, (stack, true) in enumerate(found.stacks, 1) if not true]
    lines += [f"Not planted, at place {place}: {stack.first.sentence_en}" for place, stack in wrong]
    kinds, alike = (len(found.kinds(innocent=one)) for one in (False, True))
    return "\n".join(
        [
            *lines,
            f"Recall over {kinds} kinds of scheme: {found.share(innocent=False):.3f}",
            f"Look-alikes flagged, of {alike} kinds: {found.share(innocent=True):.3f}",
            f"True of the first {len(found.stacks)} stacks: {found.head:.3f}",
        ]
    )


def _kinds(title: str, kinds: Mapping[str, tuple[int, int]]) -> str:
    """Return a table of kinds."""
    rows = [f"  {some:5} {of:5}  {kind}" for kind, (some, of) in kinds.items()]
    return "\n".join(["", title, *rows])


def run(world: World, engine: Engine, screens: Iterable[Screen]) -> Measured:
    """Ask every screen that the world's tables can answer, and hold the answers to the truth."""
    world.load(engine)
    able = [screen for screen in screens if answerable(screen, world.tables)]
    outcomes = [engine.run(screen) for screen in able]
    rows = _rows(outcomes)
    queue = stacked(outcomes)[:HEAD]
    true = _true(world.truths)
    return Measured(
        [(truth, _flagged(truth, rows)) for truth in world.truths],
        [(stack, _is_true(stack, rows, true)) for stack in queue],
        _found(rows, true),
        outcomes,
    )


def _rows(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], list[str]]:
    """Return the codes of the rows behind every lead."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        for batch in outcome.table():
            codes = batch.column("code").to_pylist()
            for lead, code in zip(batch.column("lead").to_pylist(), codes, strict=True):
                rows[outcome.screen.code, lead].append(code)
    return rows


def _flagged(truth: Truth, rows: Flagged) -> bool:
    """Whether one of the screens flagged one of the rows."""
    wanted = set(truth.rows)
    return any(
        screen in truth.screens and not wanted.isdisjoint(codes)
        for (screen, _lead), codes in rows.items()
    )


def _true(truths: Iterable[Truth]) -> set[tuple[str, str]]:
    """Return each row of a scheme with each screen that was to find it."""
    return {
        (screen, code)
        for truth in truths
        if not truth.innocent
        for screen in truth.screens
        for code in truth.rows
    }


def _is_true(stack: Stack, rows: Flagged, true: set[tuple[str, str]]) -> bool:
    """Whether one of its screens was to find one of its rows."""
    return any(
        (lead.screen, code) in true
        for lead in stack.leads
        for code in rows.get((lead.screen, lead.key), ())
    )


def _found(rows: Flagged, true: set[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Return for each screen how many of its leads are true, and how many it has."""
    found: dict[str, tuple[int, int]] = {}
    for (screen, _lead), codes in sorted(rows.items()):
        right, of = found.get(screen, (0, 0))
        found[screen] = right + any((screen, code) in true for code in codes), of + 1
    return found
