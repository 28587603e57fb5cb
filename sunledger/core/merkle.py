"""The Merkle tree of RFC 6962: hashes of entries, proofs that one is in, and that none was changed.

A tree of any size is made of *complete* subtrees, whose hash never changes again. A complete
subtree is named by (level, index): at level L it covers the 2**L leaves from index * 2**L. Those
hashes are all that is ever stored, and the tiles of C2SP tlog-tiles hold the very same ones (tile
level T is level 8 * T), so tiles, checkpoints and witnesses need no other tree.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

NodeAt = Callable[[int, int], bytes]
Node = tuple[int, int, bytes]  # level, index, hash

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees as one."""
    return sha256(b"\x01" + left + right).digest()


def peaks(size: int) -> list[tuple[int, int]]:
    """Return the complete subtrees (level, index) that make a tree of that size, from the left."""
    levels = range(size.bit_length() - 1, -1, -1)
    return [(level, (size >> level) - 1) for level in levels if size >> level & 1]


def grow(size: int, edge: Sequence[bytes], leaves: Iterable[bytes]) -> Iterator[Node]:
    """Give every subtree that is completed by adding leaves to a tree, the leaves included.

    `edge` holds the hashes of the tree's `peaks`, from left to right.
    """
    stack = list(edge)
    for index, whole in enumerate(leaves, start=size):
        level, place = 0, index
        yield level, place, whole
        while place & 1:
            whole = node_hash(stack.pop(), whole)
            level, place = level + 1, place >> 1
            yield level, place, whole
        stack.append(whole)


def fold(edge: Sequence[bytes]) -> bytes:
    """Return the root of a tree whose peaks have these hashes, from left to right."""
    if not edge:
        return EMPTY
    whole = edge[-1]
    for left in reversed(edge[:-1]):
        whole = node_hash(left, whole)
    return whole


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    nodes = {(level, index): whole for level, index, whole in grow(0, [], hashes)}
    return fold([nodes[peak] for peak in peaks(len(hashes))])


def inclusion(index: int, size: int, node_at: NodeAt) -> list[bytes]:
    """Return the proof that the leaf at an index is in the tree of that size."""
    if not 0 <= index < size:
        raise ValueError(f"A log of {size} entries has no entry {index}.")
    start, end, proof = 0, size, []
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            proof.append(_range(middle, end, node_at))
            end = middle
        else:
            proof.append(_range(start, middle, node_at))
            start = middle
    return proof[::-1]


def consistency(old: int, new: int, node_at: NodeAt) -> list[bytes]:
    """Return the proof that the tree of the new size begins with the tree of the old size."""
    if not 0 < old <= new:
        raise ValueError(f"A log of {new} entries cannot be checked against one of {old}.")
    start, end, proof, untouched = 0, new, [], True
    while old != end:
        middle = start + _half(end - start)
        if old <= middle:
            proof.append(_range(middle, end, node_at))
            end = middle
        else:
            proof.append(_range(start, middle, node_at))
            start, untouched = middle, False
    if not untouched:
        proof.append(_range(start, end, node_at))
    return proof[::-1]


def is_included(entry: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the entry stands at the index in the tree with that root."""
    if not 0 <= index < size:
        return False
    place, last, whole = index, size - 1, leaf_hash(entry)
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            whole = node_hash(step, whole)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            whole = node_hash(whole, step)
        place, last = place >> 1, last >> 1
    return last == 0 and whole == root


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the new tree begins with the whole old tree, unchanged."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _half(width: int) -> int:
    """Return the largest power of two that is smaller than the width."""
    return 1 << (width - 1).bit_length() - 1


def _range(start: int, end: int, node_at: NodeAt) -> bytes:
    """Return the hash over the leaves from start to end, made of complete subtrees."""
    spans = pairwise(_cuts(start, end))
    return fold([node_at((b - a).bit_length() - 1, a // (b - a)) for a, b in spans])


def _cuts(start: int, end: int) -> list[int]:
    """Return where the complete subtrees between start and end meet, the ends included."""
    cuts = [start]
    for level, _ in peaks(end - start):
        cuts.append(cuts[-1] + (1 << level))
    return cuts
