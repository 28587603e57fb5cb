"""What the eleven indicators are computed with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Threshold(NamedTuple):
    """From which amount a law asks for open competition; `category` empty is any of them."""

    currency: str
    category: str
    since: int  # microseconds since 1970, as all instants
    until: int
    amount: float
    law: str


class Debarment(NamedTuple):
    """A firm that was not to be given contracts, from when until when, and who said so."""

    name: str
    since: int
    until: int
    source: str


@dataclass(frozen=True)
class Settings:
    """The settings of the eleven indicators; the defaults are Cardinal's.

    `compatible` computes what Cardinal computes, with those of its known mistakes that do not
    depend on chance: dates of bids compared as text (R030), dates without time or zone passed over
    (R003), bids counted where processes are meant (R038).
    """

    compatible: bool = False
    currency: str = ""  # "": the currency of the first bid with an amount
    price_comparison: frozenset[str] = frozenset()  # details of methods; none: all
    no_price_comparison: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()  # details of methods
    days: int = 15  # R003
    methods_with_days: frozenset[str] = frozenset()  # R003; none: all
    days_of: Mapping[str, int] = field(default_factory=dict)  # R003: by details of the method
    methods_with_bids: frozenset[str] = frozenset({"open", "selective"})  # R018; none: all
    close: float | None = None  # R024; none: the lower fence
    often: int = 75  # R025, a percentile
    success: float | None = None  # R025; none: the lower fence
    disqualified: int = 1  # R035
    disqualified_share: float | None = None  # R038; none: the upper fence
    least_bids: int = 2  # R038, tenderers
    least_processes: int = 2  # R038, buyers and procuring entities
    digits: int = 2  # R048
    kinds: float | None = None  # R048; none: the upper fence
    least_supplied: int = 20  # R048
    discount: float | None = None  # R058; none: the upper fence
    limits: Mapping[str, float] = field(default_factory=dict)  # of other screens, by their codes
    least: Mapping[str, float] = field(default_factory=dict)  # cases of other screens, by codes
    band: float = 0.1  # R002, R011, R055: how far below a threshold is just below it
    window_days: int = 90  # R011: purchases that belong together
    firms_reached: int = 10  # R043, R044: at one contact; where more are, it is an agent's
    grounds: frozenset[str] = frozenset()  # R010, R013: grounds that the law accepts; none: any
    direct: frozenset[str] = frozenset({"direct", "limited"})  # methods without competition
    thresholds: tuple[Threshold, ...] = ()  # R002, R011, R055
    debarred: tuple[Debarment, ...] = ()  # R046
    statuses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # see `statuses`
