"""What people decided of pairs: a refused link never comes back, a confirmed one stays.

Decisions are kept outside the files that are linked, by a fingerprint of what both sides said of
themselves. The fingerprint is the same whichever side stands first, and in whatever order the rows
come; it is keyed, so that the table of decisions tells nothing to those who do not have the key.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.linkage.texts import plain


class Verdict(Enum):
    """What a person said of a pair."""

    SAME = "same"
    DIFFERENT = "different"


class Pair(NamedTuple):
    """A proposed link, by the fingerprint of the pair, and how likely it is."""

    fingerprint: str
    chance: float


class Decided(NamedTuple):
    """A link after what people decided: whether it stands, and whether a person said so."""

    pair: Pair
    stands: bool
    by_a_person: bool


def side(values: Mapping[str, str]) -> str:
    """Return what one side says of itself, however it was spaced, in the order of its columns."""
    return "\x1f".join(f"{name}={plain(values[name])}" for name in sorted(values) if values[name])


def fingerprint(left: Mapping[str, str], right: Mapping[str, str], key: bytes) -> str:
    """Return the fingerprint of a pair, the same for both orders of its sides."""
    both = "\x1e".join(sorted((side(left), side(right))))
    return hmac.new(key, both.encode(), hashlib.sha256).hexdigest()[:32]


def decide(
    links: Sequence[Pair], decisions: Mapping[str, Verdict], *, least: float = 0.5
) -> list[Decided]:
    """Return every link with whether it stands; a person's word goes before any number."""
    found = []
    for link in links:
        said = decisions.get(link.fingerprint)
        stands = said is Verdict.SAME if said else link.chance >= least
        found.append(Decided(link, stands, said is not None))
    return found


class Contradiction(Refused):
    """One pair is said to be the same and not the same."""


def read(rows: Iterable[tuple[str, str]]) -> dict[str, Verdict]:
    """Return decisions from rows of fingerprint and verdict; one that contradicts is refused."""
    found: dict[str, Verdict] = {}
    for code, word in rows:
        verdict = Verdict(word)
        if found.setdefault(code, verdict) is not verdict:
            sentence = gettext_noop("The pair %(pair)s is said to be the same and to be different.")
            raise Contradiction(sentence, pair=code)
    return found
