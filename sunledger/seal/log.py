"""The log itself: how long it is, its root, its proofs, and adding to its end."""

from collections.abc import Callable, Iterable, Sequence

from django.db import connection
from django.db.models import Max

from sunledger.core import merkle
from sunledger.seal import rows
from sunledger.seal.models import Leaf, Node

Place = tuple[int, int]  # level, index

_LOCK = 0x5EA1  # PostgreSQL's advisory locks are numbers; this one is the log's


class LogBroken(Exception):
    """A part of the tree is not there. `sunledger verify` says where."""


def size() -> int:
    """Return how many entries the log has."""
    last: int | None = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def root(at: int | None = None) -> bytes:
    """Return the root of the log, now or when it had so many entries."""
    return merkle.fold(_edge(_checked(at)))


def inclusion(index: int, at: int | None = None) -> list[bytes]:
    """Return the proof that an entry is in the log of that size."""
    length = _checked(at)
    return _prove(lambda node_at: merkle.inclusion(index, length, node_at))


def consistency(old: int, new: int | None = None) -> list[bytes]:
    """Return the proof that the log of the new size begins with the log of the old size."""
    length = _checked(new)
    return _prove(lambda node_at: merkle.consistency(old, length, node_at))


def inclusions(indexes: Sequence[int], at: int) -> list[list[bytes]]:
    """Return the proofs of many entries; of neighbours most is the same, and read once."""
    places: set[Place] = set()

    def ask(level: int, index: int) -> bytes:
        places.add((level, index))
        return b""

    for index in indexes:
        merkle.inclusion(index, at, ask)
    found: dict[Place, bytes] = {}
    for level in sorted({level for level, _index in places}):
        found |= nodes(place for place in places if place[0] == level)
    return [merkle.inclusion(index, at, lambda *place: found[place]) for index in indexes]


def nodes(places: Iterable[Place]) -> dict[Place, bytes]:
    """Return the hashes of complete subtrees."""
    wanted = set(places)
    leaves = Leaf.objects.filter(index__in=[index for level, index in wanted if level == 0])
    found = {(0, index): bytes(whole) for index, whole in leaves.values_list("index", "hash")}
    above = [place for place in wanted if place[0] > 0]
    levels = {level for level, _index in above}
    if above:
        where = Node.objects.filter(pk__in=above)
        if len(levels) == 1:  # many of one level: no database takes a long list of pairs
            indexes = [index for _level, index in above]
            where = Node.objects.filter(level=levels.pop(), index__in=indexes)
        stored = where.values_list("level", "index", "hash")
        found |= {(level, index): bytes(whole) for level, index, whole in stored}
    if missing := wanted - found.keys():
        level, index = min(missing)
        raise LogBroken(f"The log has lost its node {level}/{index}. Run: sunledger verify")
    return found


def append(entries: Sequence[bytes]) -> int:
    """Add entries to the end, in the caller's transaction; return the index of the first."""
    one_at_a_time()
    start = size()
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    grown = merkle.grow(start, _edge(start), leaves)
    rows.add(
        Leaf,
        ["index", "entry", "hash"],
        zip(range(start, start + len(leaves)), entries, leaves, strict=True),
    )
    rows.add(Node, ["level", "index", "hash"], [node for node in grown if node[0]])
    return start


def one_at_a_time() -> None:
    """Let nobody else add to the log before this transaction ends."""
    # SQLite has one writer at a time anyway, from the beginning of its transaction.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _checked(at: int | None) -> int:
    """Return the size asked for, if the log ever had it."""
    length = size()
    if at is None:
        return length
    if not 0 <= at <= length:
        raise ValueError(f"The log has {length} entries, not {at}.")
    return at


def _edge(length: int) -> list[bytes]:
    """Return the hashes of the peaks of the log at that size."""
    peaks = merkle.peaks(length)
    found = nodes(peaks)
    return [found[peak] for peak in peaks]


def _prove(proof: Callable[[merkle.NodeAt], list[bytes]]) -> list[bytes]:
    """Return a proof, reading all the nodes that it needs at once."""
    places: set[Place] = set()

    def ask(level: int, index: int) -> bytes:
        places.add((level, index))
        return b""

    proof(ask)
    found = nodes(places)
    return proof(lambda level, index: found[level, index])
