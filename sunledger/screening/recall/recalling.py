"""Screens judged again over what changed since an earlier run, with the answers of that run.

A screen says by which column its rows never bear on each other (its APART). So the answer about a
key depends on the rows of that key alone, and on the tables that are read whole. Keys whose rows
are what they were keep their answers; the others are judged as if there were no other keys. Where
the screen, its limits, our code or a table that is read whole changed, everything is judged.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sunledger.screening import together
from sunledger.screening.recall import answers
from sunledger.screening.recall.answers import CHANGED
from sunledger.screening.recall.memory import Memory
from sunledger.screening.recall.plans import Plan, Way, plan
from sunledger.screening.recall.states import Slice, States
from sunledger.screening.shapes import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from sunledger.screening.duck import Duck
    from sunledger.screening.judging import Judging

_MOST = 0.3  # of the keys; where more changed, it costs less to judge all of them


@dataclass
class Again:
    """How much was judged again."""

    nothing: list[str] = field(default_factory=list)  # codes of screens, by how much was judged
    keys: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    judged: int = 0  # keys, of the screens that judged some
    of: int = 0
    trouble: list[str] = field(default_factory=list)  # sentences

    def __str__(self) -> str:
        """Say it in a sentence."""
        said = f"judged again: {len(self.all)} screens whole, {len(self.keys)} in part"
        if self.of:
            said += f" ({self.judged:,} of {self.of:,} keys)"
        return " ".join([f"{said}, {len(self.nothing)} not at all.", *self.trouble])


class Recall:
    """The memory of an engine's screens, in a folder."""

    def __init__(self, tables: Duck, folder: Path, *, full: bool = False) -> None:
        self._tables, self._db, self._full = tables, tables.results, full
        self._memory = Memory(folder)
        self._states = States(tables, self._memory)
        self._differ: dict[tuple[str, str, str], pa.Table | None] = {}
        self.again = Again()

    def judge(self, cases: Sequence[Judging]) -> dict[str, float]:
        """Judge what changed, and take the rest from memory; return CPU seconds by screen."""
        self._show(cases)
        plans = [plan(case, self._states, self._memory, full=self._full) for case in cases]
        spent: dict[str, float] = defaultdict(float)
        for group in _groups(plans):
            self._judge_keys(group, spent)
        anew = [one for one in plans if one.way == Way.ALL]
        spent.update(together.judge(self._tables, [one.case for one in anew]) if anew else {})
        for one in plans:
            if one.way == Way.NOTHING:
                answers.take_out(one.case, self._memory, one.earlier)
        self._show(cases)
        self._gather(cases)
        for one in plans:
            one.case.refresh()
            if one.way != Way.NOTHING:
                self._remember(one)
            getattr(self.again, one.way.value).append(one.case.screen.code)
        self._tell_damage()
        return spent

    def close(self) -> None:
        """Forget what nothing rests on any more."""
        try:
            self._memory.tidy()
        except OSError as error:
            self.again.trouble.append(f"The memory could not be tidied: {error.strerror}.")
        self._memory.close()

    def _tell_damage(self) -> None:
        """Say once what was damaged; the screens concerned were judged whole."""
        if self._memory.damaged:
            names = ", ".join(sorted(set(self._memory.damaged)))
            self.again.trouble.append(f"What was remembered is damaged, and not used: {names}.")
            self._memory.damaged.clear()

    # All rows -----------------------------------------------------------------------------------

    def _show(self, cases: Iterable[Judging]) -> None:
        """Let the kept tables show all their rows."""
        self._tables.kept.show_all({name for case in cases for name in case.screen.tables})

    def _gather(self, cases: Iterable[Judging]) -> None:
        """Copy the rows that flagged ones name out of kept tables, each table read once."""
        wanted: dict[str, dict[str, str]] = defaultdict(dict)
        for case in cases:
            wanted[case.screen.tables[0]][case.flagged] = "code"
            for column in self._db.table(f'"{case.flagged}"').columns:
                if column.startswith("beside_"):
                    wanted[column.removeprefix("beside_")].setdefault(case.flagged, column)
        for name, flagged in wanted.items():
            if name in self._tables.kept.whole:
                self._tables.kept.gather(name, flagged)

    def _remember(self, one: Plan) -> None:
        """Put an answer away; what goes wrong costs the next run time, and nothing else."""
        try:
            keys = [
                self._states.remember(each, one.key)
                for name in one.apart
                for each in one.slices[name]
            ]
            about = {"basis": one.basis, "reads": one.reads, "keys": keys}
            answers.put_away(one.case, self._states, self._memory, about, one.stayed)
        except OSError as error:
            self.again.trouble.append(f"Nothing could be remembered: {error.strerror}.")
        for name in filter(None, (one.stayed, one.case.by and one.case.asides)):
            self._db.execute(f'DROP TABLE IF EXISTS "{name}"')

    # Some keys ----------------------------------------------------------------------------------

    def _judge_keys(self, group: Sequence[Plan], spent: dict[str, float]) -> None:
        """Judge the keys that changed, by several screens that keep the same keys apart."""
        key = group[0].key
        self._db.execute(f'DROP TABLE IF EXISTS "{CHANGED}"')
        fitting = [one for one in group if self._find_changed(one)]
        if not fitting:
            return
        for name in dict.fromkeys(name for one in fitting for name in one.apart):
            own = self._states.key_of(name, key, "t")
            self._db.execute(
                f'CREATE OR REPLACE TEMP TABLE "some {name}" AS SELECT t.* FROM "{name}" t'  # noqa: S608
                f' SEMI JOIN "{CHANGED}" c ON c.key IS NOT DISTINCT FROM {own}'
            )
        for one in fitting:
            begun = time.process_time()
            self._judge_some(one)
            spent[one.case.screen.code] += time.process_time() - begun
        for name in {name for one in fitting for name in one.apart}:
            self._db.execute(f'DROP TABLE "some {name}"')
        self._count(fitting)

    def _judge_some(self, one: Plan) -> None:
        """Judge the rows of the keys that changed by one screen."""
        case = one.case
        case.clear()
        case.refresh()
        case.frames |= {name: self._tables.frame(f"some {name}") for name in one.apart}
        case.judge()
        one.stayed = answers.merge(case, self._memory, one.earlier, self._rows_before(one))

    def _find_changed(self, one: Plan) -> bool:
        """Add the keys that changed under a screen, unless they are unknown, or too many."""
        found = [self._changed(before, each, one.key) for before, each in one.changed()]
        known = [keys for keys in found if keys is not None]
        total = self._keys_before(one)
        changed = sum(keys.num_rows for keys in known)
        if len(known) < len(found) or total is None or changed > _MOST * total:
            one.way = Way.ALL
            return False
        for keys in known:
            self._db.register("arriving", keys)
            self._db.execute(
                f'CREATE TEMP TABLE IF NOT EXISTS "{CHANGED}" AS FROM arriving LIMIT 0'
            )
            self._db.execute(
                f'INSERT INTO "{CHANGED}" FROM arriving f ANTI JOIN "{CHANGED}" c'
                " ON c.key IS NOT DISTINCT FROM f.key"
            )
            self._db.unregister("arriving")
        return True

    def _changed(self, before: str, now: Slice, key: str) -> pa.Table | None:
        """Return the keys of a slice whose rows are not what they were, if that can be known."""
        if (before, now.state, key) not in self._differ:
            earlier = self._states.before(before, key)
            self._differ[before, now.state, key] = (
                None if earlier is None else self._compare(earlier, self._states.index(now, key))
            )
        return self._differ[before, now.state, key]

    def _compare(self, earlier: pa.Table, now: pa.Table) -> pa.Table:
        """Return the keys that are in one of two only, or whose rows differ."""
        self._db.register("earlier", earlier)
        self._db.register("now", now)
        found = self._db.execute(
            """SELECT key FROM (FROM earlier UNION ALL BY NAME FROM now) GROUP BY key
            HAVING count(*) = 1 OR min(n) <> max(n) OR min(digest) <> max(digest)"""
        ).to_arrow_table()
        self._db.unregister("earlier")
        self._db.unregister("now")
        return found

    def _main_before(self, one: Plan) -> Iterator[pa.Table | None]:
        """Give the keys of the judged table as it stood, slice by slice."""
        for state in one.earlier.reads[one.case.screen.tables[0]]:
            yield self._states.before(state, one.key)

    def _keys_before(self, one: Plan) -> int | None:
        """Return how many keys the judged table had, if that is known."""
        counts = [None if keys is None else keys.num_rows for keys in self._main_before(one)]
        one.keys = sum(count or 0 for count in counts)
        return None if None in counts else one.keys

    def _rows_before(self, one: Plan) -> int:
        """Return how many rows of the judged table the keys had that are judged again."""
        total = 0
        for keys in self._main_before(one):
            self._db.register("arriving", keys)
            sql = f"""SELECT coalesce(sum(n), 0)::BIGINT FROM arriving f
                SEMI JOIN "{CHANGED}" c ON c.key IS NOT DISTINCT FROM f.key"""  # noqa: S608
            total += int(self._db.execute(sql).fetchall()[0][0])
            self._db.unregister("arriving")
        return total

    def _count(self, group: Sequence[Plan]) -> None:
        """Count how many keys were judged again, of how many."""
        ((judged,),) = self._db.execute(f'SELECT count(*) FROM "{CHANGED}"').fetchall()  # noqa: S608
        self.again.judged += judged
        self.again.of += max(one.keys for one in group)


def _groups(plans: Iterable[Plan]) -> Iterable[list[Plan]]:
    """Return the screens that judge some keys, together where they are keys of one kind."""
    groups: dict[tuple[str, bool], list[Plan]] = defaultdict(list)
    for one in plans:
        if one.way == Way.KEYS:
            number = SHAPES[one.case.screen.tables[0]].column(one.key).number
            groups[one.key, number].append(one)
    return groups.values()
