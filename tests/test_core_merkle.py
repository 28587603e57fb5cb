"""The tree is the one of RFC 6962, and its proofs prove what they should and nothing else."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sunledger.core import merkle

# The entries with which the reference implementations of Certificate Transparency test themselves.
KNOWN = [
    bytes.fromhex(entry)
    for entry in [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]  # fmt: skip


def slow_root(entries: list[bytes]) -> bytes:
    """Return the root by the definition of RFC 6962, section 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + slow_root(entries[:k]) + slow_root(entries[k:])).digest()


def slow_path(m: int, entries: list[bytes]) -> list[bytes]:
    """Return the audit path by the definition of section 2.1.1."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*slow_path(m, entries[:k]), slow_root(entries[k:])]
    return [*slow_path(m - k, entries[k:]), slow_root(entries[:k])]


def slow_proof(m: int, entries: list[bytes], whole: bool = True) -> list[bytes]:
    """Return the consistency proof by the definition of section 2.1.2."""
    n = len(entries)
    if m == n:
        return [] if whole else [slow_root(entries)]
    k = 1
    while k * 2 < n:
        k *= 2
    if m <= k:
        return [*slow_proof(m, entries[:k], whole), slow_root(entries[k:])]
    return [*slow_proof(m - k, entries[k:], False), slow_root(entries[:k])]


def stored(entries: list[bytes]) -> merkle.NodeAt:
    hashes = [merkle.leaf_hash(entry) for entry in entries]
    nodes = {(level, index): node for level, index, node in merkle.grow(0, [], hashes)}
    return lambda level, index: nodes[level, index]


@pytest.mark.parametrize(
    ("size", "root"),
    [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)
def test_the_known_roots_come_out(size: int, root: str) -> None:
    assert merkle.root([merkle.leaf_hash(entry) for entry in KNOWN[:size]]).hex() == root


entries = st.lists(st.binary(max_size=3), max_size=40)


@given(entries)
def test_a_root_is_that_of_the_definition(some: list[bytes]) -> None:
    assert merkle.root([merkle.leaf_hash(entry) for entry in some]) == slow_root(some)


@given(st.data(), entries.filter(bool))
def test_a_proof_of_inclusion_is_that_of_the_definition_and_holds(
    data: st.DataObject, some: list[bytes]
) -> None:
    index = data.draw(st.integers(0, len(some) - 1))
    proof = merkle.inclusion(index, len(some), stored(some))
    assert proof == slow_path(index, some)
    assert merkle.is_included(some[index], index, len(some), proof, slow_root(some))


@given(st.data(), entries.filter(bool))
def test_a_proof_of_consistency_is_that_of_the_definition_and_holds(
    data: st.DataObject, some: list[bytes]
) -> None:
    old = data.draw(st.integers(1, len(some)))
    proof = merkle.consistency(old, len(some), stored(some))
    assert proof == slow_proof(old, some)
    roots = slow_root(some[:old]), slow_root(some)
    assert merkle.is_consistent(old, len(some), *roots, proof)


@given(st.data(), st.lists(st.binary(max_size=3), min_size=2, max_size=40))
def test_no_other_entry_place_root_or_proof_passes_for_included(
    data: st.DataObject, some: list[bytes]
) -> None:
    size, root = len(some), slow_root(some)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion(index, size, stored(some))
    step = data.draw(st.integers(0, len(proof) - 1))
    bent = [*proof]
    bent[step] = sha256(bent[step]).digest()
    other = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
    assert not merkle.is_included(some[index] + b"!", index, size, proof, root)
    assert not merkle.is_included(some[index], index, size, bent, root)
    assert not merkle.is_included(some[index], index, size, proof[:-1], root)
    assert not merkle.is_included(some[index], index, size, [*proof, root], root)
    assert not merkle.is_included(some[index], index, size, proof, sha256(root).digest())
    assert not merkle.is_included(some[index], size, size, proof, root)
    if some[other] != some[index]:
        assert not merkle.is_included(some[index], other, size, proof, root)


@given(st.data(), st.lists(st.binary(max_size=3), min_size=2, max_size=40))
def test_a_log_that_changed_one_old_entry_has_no_proof_of_consistency(
    data: st.DataObject, some: list[bytes]
) -> None:
    old = data.draw(st.integers(1, len(some) - 1))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*some]
    rewritten[place] = some[place] + b"!"
    proof = merkle.consistency(old, len(some), stored(rewritten))
    roots = slow_root(some[:old]), slow_root(rewritten)
    assert not merkle.is_consistent(old, len(some), *roots, proof)
    assert not merkle.is_consistent(old, len(some), *roots, [])


@given(entries, entries)
def test_a_tree_grown_in_two_steps_is_the_tree_grown_in_one(
    first: list[bytes], then: list[bytes]
) -> None:
    node_at = stored(first)
    edge = [node_at(*peak) for peak in merkle.peaks(len(first))]
    hashes = [merkle.leaf_hash(entry) for entry in then]
    nodes = {(a, b): node for a, b, node in merkle.grow(len(first), edge, hashes)}
    whole = stored(first + then)
    assert all(whole(*place) == node for place, node in nodes.items())
    assert len(nodes) == sum(
        (len(first + then) >> level) - (len(first) >> level) for level in range(8)
    )


def test_what_cannot_be_proved_is_refused() -> None:
    with pytest.raises(ValueError, match="A log of 3 entries has no entry 3"):
        merkle.inclusion(3, 3, stored(KNOWN))
    with pytest.raises(ValueError, match="cannot be checked"):
        merkle.consistency(4, 3, stored(KNOWN))
    assert not merkle.is_consistent(0, 3, b"", b"", [])
    assert not merkle.is_consistent(3, 2, b"", b"", [])
    assert not merkle.is_consistent(3, 8, slow_root(KNOWN[:3]), slow_root(KNOWN), [])
