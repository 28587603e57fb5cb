"""Who is the same: beside exact joins, beside blocks with Jaro-Winkler, beside Splink 5.

Made-up sets have their truth from the seed; the errors were drawn by tables that the rules never
saw, and one kind of error (half a sign lost, given names turned round) was held out of all tuning.
The sets of others are read where they lie beside the project, and left out, saying so, where not.
With `--full` the register has a million persons, 400,000 lines, and 100,000 firms.
The rules and what is simpler run three times, in turns; all others once.
"""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bench.linkage_made import made, paid, real
from bench.measure import in_turns, once, table, work_folder

if TYPE_CHECKING:
    import pyarrow as pa

    from sunledger.screening.linkage.linking import Link

FULL = "--full" in sys.argv
PEOPLE, LINES, FIRMS = (1_000_000, 400_000, 100_000) if FULL else (100_000, 40_000, 20_000)


def judged(
    links: Iterable[tuple[int, int, float]], truth: Sequence[int | None], rows: Sequence[int]
) -> str:
    """Return how good links are (line, row, how likely); the best of a line counts."""
    best: dict[int, tuple[float, int]] = {}
    for line, row, chance in links:
        best[line] = max(best.get(line, (-1.0, 0)), (chance, row))
    taken = [
        (chance, truth[line] == rows[row]) for line, (chance, row) in best.items() if chance >= 0.5
    ]
    right, present = sum(good for _, good in taken), sum(one is not None for one in truth)
    ranked = [(chance, truth[line] == rows[row]) for line, (chance, row) in best.items()]
    ranked.sort(key=lambda one: (-one[0], one[1]))  # of equals the wrong ones first
    found = recall = 0
    for at, (_chance, good) in enumerate(ranked, 1):
        found += good
        recall = found if found >= 0.999 * at else recall
    precision, complete = right / max(1, len(taken)), right / present
    return (
        f"F1 {2 * precision * complete / (precision + complete):.4f}  precision {precision:.4f}"
        f"  recall {complete:.4f}  recall at precision 0.999 {recall / present:.4f}"
    )


def _truth(register: str, lines: str) -> tuple[list[int | None], list[int]]:
    sides = [_read(file, ["truth"])["truth"].to_pylist() for file in (lines, register)]
    return sides[0], sides[1]


def _read(file: str, names: list[str], dictionary: Sequence[str] = ()) -> "pa.Table":
    """Return columns of a file; by `read_table`, datasets would be loaded as well."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(file, read_dictionary=[*dictionary]) as held:
        return held.read(columns=names)


def ours(register: str, lines: str) -> str:
    """Join by the rules."""
    import numpy as np

    from sunledger.screening.linkage import persons
    from sunledger.screening.linkage.texts import Column

    names = ["name", "born", "village"]
    sides = []
    for file in (lines, register):
        read = _read(file, names, names).unify_dictionaries()
        parts = [read[name].combine_chunks() for name in names]
        sides.append(
            [
                Column(part.dictionary.to_pylist(), part.indices.to_numpy().astype(np.int32))
                for part in parts
            ]
        )
    found = persons.score(*([one, two] for one, two in zip(*sides, strict=True)))
    kept = found.chance >= 0.05
    rows = (part[kept].tolist() for part in (found.pairs.left, found.pairs.right, found.chance))
    return judged(zip(*rows, strict=True), *_truth(register, lines))


def _peer(links: list[tuple[str, str]], register: str, lines: str) -> str:
    return judged(((int(line), int(row), 1.0) for line, row in links), *_truth(register, lines))


def exact(register: str, lines: str) -> str:
    """Join by name and day, as they are written."""
    from bench.linkage_made import peer

    return _peer(peer.exact(register, lines), register, lines)


def jaro(register: str, lines: str) -> str:
    """Join by blocks and Jaro-Winkler."""
    from bench.linkage_made import peer

    return _peer(peer.jaro(register, lines), register, lines)


def splink(register: str, lines: str) -> str:
    """Join by Splink, on the same features of the names."""
    from bench.linkage_made import splinked

    sides = [splinked.people(lines), splinked.people(register)]
    found = splinked.pairs("people", sides).to_pydict()
    ends = found["unique_id_l"], found["unique_id_r"]
    return judged(zip(*ends, found["match_probability"], strict=True), *_truth(register, lines))


def firms(size: str, lines: str) -> str:
    """Join firms by name and code."""
    from bench.linkage_made import firms_made
    from sunledger.screening.linkage.linking import link

    register, asked, truth = firms_made.firms(int(size), int(lines))
    links = link("firm", asked, register).links
    said = judged(((one.left, one.right, one.chance) for one in links), truth, range(int(size)))
    return f"{said}\n{by_tier(links, truth, range(int(size)))}"


def by_tier(links: Iterable["Link"], truth: Sequence[int | None], rows: Sequence[int]) -> str:
    """Return how many links of each tier stand, how many are right, and how many should be."""
    from sunledger.screening.linkage.tiers import Tier

    best: dict[int, Link] = {}
    for one in links:
        if one.chance >= 0.5 and (one.left not in best or one.chance > best[one.left].chance):
            best[one.left] = one
    said = []
    for tier in Tier:
        held = [one for one in best.values() if one.tier is tier]
        if held:
            right = sum(truth[one.left] == rows[one.right] for one in held) / len(held)
            told = sum(one.chance for one in held) / len(held)
            said.append(
                f"  {tier.rank} {tier.en:38} {len(held):8,} links  precision {right:.4f}"
                f"  ({told:.4f} by their chances)"
            )
    return "\n".join(said)


def tiers(register: str, lines: str) -> str:
    """Join by the rules, and judge each tier by itself."""
    from sunledger.screening.linkage.linking import link

    names = {"name": "name", "born": "born", "village": "place"}
    sides = [
        {kind: _read(file, [name])[name].to_pylist() for name, kind in names.items()}
        for file in (lines, register)
    ]
    return by_tier(link("person", *sides).links, *_truth(register, lines))


def _people(title: str, *, unseen: bool = False) -> None:
    """Print what each costs on a made-up register, and how good it is."""
    files = made.persons(work_folder(), PEOPLE, LINES, unseen=unseen)
    names = [str(file) for file in files]
    contestants = {
        "sunledger, tiers of rules": ("bench.linkage:ours", *names),
        "blocks and Jaro-Winkler": ("bench.linkage:jaro", *names),
    }
    if not unseen:
        contestants["exact name and day"] = ("bench.linkage:exact", *names)
    costs = in_turns(contestants)
    if not unseen:
        costs["Splink 5, same features"] = once("bench.linkage:splink", *names)
    print(table(title, costs, "blocks and Jaro-Winkler"))
    print(f"each tier by itself:\n  {once('bench.linkage:tiers', *names).said}")


def _payments() -> None:
    """Print what it costs to find the payments of one bank in the book of another, and how well."""
    if not paid.here():
        print("\nBank payments: their files do not lie beside the project; left out.")
        return
    costs = {says: once(who) for says, who in paid.WHO.items()}
    print(table("Bank payments (45,326 to 45,326, made up)", costs, real.PEER))


def measure() -> None:
    """Print what each costs and how good it is."""
    _people(f"A made-up register of {PEOPLE:,} persons, {LINES:,} lines, half of them strangers")
    _people("The same with errors that were held out of tuning", unseen=True)
    one = once("bench.linkage:firms", str(FIRMS), str(FIRMS // 2))
    print(f"\n{FIRMS:,} made-up firms, {FIRMS // 2:,} lines: {one.said}  ({one.cpu:.1f} CPU s)")
    for name in real.SETS:
        if not real.here(name):
            print(f"\n{name}: its files do not lie beside the project; left out.")
            continue
        costs = {
            says: once(f"bench.linkage_made.real:{who}", name) for says, who in real.WHO.items()
        }
        print(table(f"{name} ({real.SETS[name].says})", costs, real.PEER))
    _payments()
    for lone in (real.madrid, real.debarred):
        print(f"\n{lone()}")
