"""The sets of others with their truth: FEBRL, Splink's, Madrid's suppliers, debarred names."""

import csv
import gzip
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
# Splink twice: as its makers' examples set it up for each set, and set up by us for its best.
PEER = "Splink 5, as its makers show it"
_NAMING = ("unique_id", "rec_id", "cluster")  # columns that tell who it is
WHO = {PEER: "documented", "Splink 5, set up by us": "splink", "sunledger": "sunledger"}
_FEBRL = {
    "given_name": "given", "surname": "name", "street_number": "number", "address_1": "address",
    "suburb": "place", "postcode": "postcode", "date_of_birth": "born", "soc_sec_id": "code",
}  # fmt: skip
_FAKE = {"first_name": "given", "surname": "name", "dob": "born", "city": "place", "email": "email"}
_HISTORY = {
    "first_name": "given", "surname": "name", "dob": "born", "birth_place": "place",
    "postcode_fake": "postcode", "occupation": "word",
}  # fmt: skip


class Set(NamedTuple):
    """One set: its files, what its columns are, the model of the peer, and what it is."""

    files: tuple[str, ...]
    kinds: dict[str, str]
    model: str
    says: str


SETS = {
    "FEBRL 1": Set(("febrl/dataset1.csv",), _FEBRL, "febrl", "1,000 records, made up"),
    "FEBRL 2": Set(("febrl/dataset2.csv",), _FEBRL, "febrl", "5,000 records, made up"),
    "FEBRL 3": Set(("febrl/dataset3.csv",), _FEBRL, "febrl", "5,000 records, made up"),
    "FEBRL 4": Set(
        ("febrl/dataset4a.csv", "febrl/dataset4b.csv"), _FEBRL, "febrl", "5,000 to 5,000"
    ),
    "fake_1000": Set(("fake_1000.csv",), _FAKE, "fake_1000", "1,000 records, made up"),
    "historical": Set(
        ("historical_figures_with_errors_50k.parquet",), _HISTORY, "historical", "50,578 records"
    ),
}


def here(name: str) -> bool:
    """Whether the files of a set lie beside the project."""
    return all((SHARED / "linkage" / file).exists() for file in SETS[name].files)


def _read(file: str) -> dict[str, list[str]]:
    path = SHARED / "linkage" / file
    if file.endswith(".parquet"):
        import pyarrow.parquet as pq

        held = pq.read_table(path).to_pydict()
        return {
            name: ["" if one is None else str(one) for one in values]
            for name, values in held.items()
        }
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, skipinitialspace=True))
    return {name.strip(): [row[name].strip() for row in rows] for name in rows[0]}


def _truths(tables: Sequence[dict[str, list[str]]]) -> list[list[str]]:
    """Return who each record is."""
    return [
        table["cluster"] if "cluster" in table else [one.split("-")[1] for one in table["rec_id"]]
        for table in tables
    ]


def sunledger(name: str) -> str:
    """Join a set by the rules."""
    from sunledger.screening.linkage import records
    from sunledger.screening.linkage.clusters import Edge, clusters
    from sunledger.screening.linkage.texts import column

    one = SETS[name]
    tables = [_read(file) for file in one.files]
    itself, truths = len(tables) == 1, _truths(tables)
    both = tables * 2 if itself else tables
    columns = {kind: [column(table[kind]) for table in both] for kind in one.kinds}
    found = records.score(one.kinds, columns, itself=itself)
    ends = found.pairs.left.tolist(), found.pairs.right.tolist()
    edges = list(zip(*ends, found.chance.tolist(), strict=True))
    said = _judged(edges, truths)
    if itself:
        grouped = clusters([Edge(*edge) for edge in edges])
        said += f"; its clusters F1 {_of_clusters(grouped, truths[0]):.4f}"
    return said


def splink(name: str) -> str:
    """Join a set by Splink, as we set it up."""
    from bench.linkage_made import splinked

    one = SETS[name]
    return _by_splink(one, lambda sides: splinked.pairs(one.model, sides))


def documented(name: str) -> str:
    """Join a set by Splink, as its makers' own examples set it up."""
    from bench.linkage_made import splinkshown

    one = SETS[name]
    return _by_splink(one, lambda sides: splinkshown.pairs(splinkshown.of(name), sides))


def _by_splink(one: Set, join: Callable[[list[Any]], Any]) -> str:
    """Return how good Splink is on a set."""
    import pyarrow as pa

    tables = [_read(file) for file in one.files]
    sides = [
        pa.table(
            {"unique_id": list(range(len(truth)))}
            | {
                name: [value or None for value in values]
                for name, values in table.items()
                if name not in _NAMING
            }
        )
        for table, truth in zip(tables, _truths(tables), strict=True)
    ]
    found = join(sides).to_pydict()
    ends = found["unique_id_l"], found["unique_id_r"], found["match_probability"]
    edges = list(zip(*ends, strict=True))
    truths, said = _truths(tables), _judged(edges, _truths(tables))
    if len(tables) == 1:
        limits = (0.5, 0.9, 0.95, 0.99, 0.999)
        best = max(_of_clusters(_connected(edges, least), truths[0]) for least in limits)
        said += f"; its clusters F1 {best:.4f}"
    return said


def _judged(edges: Iterable[tuple[int, int, float]], truths: Sequence[Sequence[str]]) -> str:
    """Return F1 of pairs: where a pair counts from one half, and at the best of all limits."""
    ranked = sorted(edges, key=lambda edge: -edge[2])
    if len(truths) == 1:
        total = sum(many * (many - 1) // 2 for many in Counter(truths[0]).values())
    else:
        theirs = Counter(truths[1])
        total = sum(theirs[one] for one in truths[0])
    right = best = taken = good = 0.0
    for at, (left, row, chance) in enumerate(ranked, 1):
        right += truths[0][left] == truths[-1][row]
        best = max(best, 2 * right / (at + total))
        if chance >= 0.5:
            taken, good = at, right
    return f"F1 {2 * good / (taken + total):.4f}, at the best limit {best:.4f}"


def _connected(edges: Iterable[tuple[int, int, float]], least: float) -> dict[int, int]:
    """Return the connected components, as Splink makes its clusters."""
    parent: dict[int, int] = {}

    def first(row: int) -> int:
        while parent.setdefault(row, row) != row:
            parent[row] = row = parent[parent[row]]
        return row

    for left, right, chance in edges:
        if chance >= least:
            one, two = sorted((first(left), first(right)))
            parent[two] = one
    return {row: first(row) for row in list(parent)}


def _of_clusters(first: dict[int, int], truth: Sequence[str]) -> float:
    """Return F1 of all pairs within clusters."""
    members: dict[int, list[str]] = defaultdict(list)
    for row, group in first.items():
        members[group].append(truth[row])
    taken = sum(len(group) * (len(group) - 1) // 2 for group in members.values())
    right = sum(n * (n - 1) // 2 for group in members.values() for n in Counter(group).values())
    total = sum(many * (many - 1) // 2 for many in Counter(truth).values())
    return 2 * right / (taken + total)


def madrid() -> str:
    """Join Madrid's suppliers over their spellings, and judge it by their tax ids."""
    folder = SHARED / "madrid_payments"
    if not folder.exists():
        return "Madrid's suppliers: the files do not lie beside the project; left out."
    ids = _suppliers(folder)
    begun = time.process_time()
    names, pairs = sorted(ids), _joined(sorted(ids))
    took = time.process_time() - begun
    by_id: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for one in ids[name]:
            by_id[one].append(name)
    truth = {pair for group in by_id.values() for pair in combinations(sorted(group), 2)}
    spellings = {pair for pair in truth if _is_spelling(*pair)}
    right = len(pairs & truth)
    close = sum(pair in truth or _a_figure(ids, pair) for pair in pairs)
    return (
        f"Madrid's suppliers: {len(names):,} spellings, {len(pairs):,} pairs joined without a look"
        f" at the tax id, {took:.1f} CPU s\n  precision {right / len(pairs):.4f}"
        f" ({close / len(pairs):.4f} where ids a figure or a letter apart count as one)\n  recall"
        f" {len(pairs & spellings) / len(spellings):.4f} of {len(spellings):,} pairs of like names,"
        f" {right / len(truth):.4f} of all {len(truth):,} pairs of one id, renamed firms included"
    )


def _suppliers(folder: Path) -> dict[str, set[str]]:
    """Return each spelling with its tax ids; public bodies have one id for many offices."""
    ids: dict[str, set[str]] = defaultdict(set)
    for file in sorted(folder.glob("*.csv.gz")):
        with gzip.open(file, "rt", encoding="utf-8", newline="") as held:
            for row in csv.reader(held):
                if len(row) >= 7 and row[4].strip() and row[4][0] not in "SPQ":
                    ids[row[5]].add(row[4])
    return ids


def _joined(names: list[str]) -> set[tuple[str, str]]:
    from sunledger.screening.linkage.clusters import Edge, clusters
    from sunledger.screening.linkage.linking import link

    links = link("firm", {"name": names}).links
    first = clusters([Edge(one.left, one.right, one.chance) for one in links], least=0.5)
    members: dict[int, list[str]] = defaultdict(list)
    for row, group in first.items():
        members[group].append(names[row])
    return {pair for group in members.values() for pair in combinations(sorted(group), 2)}


def _is_spelling(one: str, two: str) -> bool:
    """Whether two names of one tax id are spellings of one name, and no other name altogether."""
    from rapidfuzz import fuzz

    return bool(fuzz.token_sort_ratio(one.upper(), two.upper()) >= 80)


def _a_figure(ids: dict[str, set[str]], pair: tuple[str, str]) -> bool:
    from rapidfuzz.distance import OSA

    return any(OSA.distance(a, b) <= 1 for a in ids[pair[0]] for b in ids[pair[1]])


def debarred() -> str:
    """Look for debarred firms among the bidders of the World Bank's contracts."""
    folder, bids = SHARED / "debarment", SHARED / "worldbank_bids" / "bids.csv"
    if not bids.exists():
        return "Debarred names: the files do not lie beside the project; left out."
    from sunledger.screening.linkage.firmname import parse
    from sunledger.screening.linkage.linking import link

    names = sorted(_debarred(folder))
    with bids.open(encoding="utf-8", newline="") as held:
        bidders = sorted({row["bidder.name"] for row in csv.DictReader(held) if row["bidder.name"]})
    links = [
        one for one in link("firm", {"name": names}, {"name": bidders}).links if one.chance >= 0.5
    ]
    alike = {names[one.left] for one in links}
    firms = {parse(name).core for name in alike}
    same = {name.casefold() for name in names} & {name.casefold() for name in bidders}
    return (
        f"Debarred names among the World Bank's bidders: {len(firms)} firms, under {len(alike)}"
        f" spellings of {len(names):,}, found"
        f" among {len(bidders):,} bidders ({len(same)} of them letter for letter)"
    )


def _debarred(folder: Path) -> set[str]:
    """Return the names of debarred firms of every list."""
    from sunledger.core.workbook import open_sheets

    found: set[str] = set()
    for file in sorted(folder.iterdir()):
        for sheet in open_sheets(file):
            at = -1
            for row in sheet.rows:
                cells: list[Any] = [str(cell or "").strip() for cell in row.cells]
                if at < 0:
                    heads = [cell.casefold() for cell in cells]
                    named = ("firm name", "name", "title", "entity", "firm_name")
                    at = next((heads.index(head) for head in named if head in heads), -1)
                elif at < len(cells) and cells[at]:
                    found.add(cells[at])
    return found
