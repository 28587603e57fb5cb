"""What a screen file is made of besides its questions: settings, reasons and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sunledger.screening.words import Text

SETTING_KINDS = ("number", "share", "money", "days")


@dataclass(frozen=True)
class Setting:
    """What a number of policy means, since when its default stands, and where that comes from."""

    what: Text
    since: date
    source: Text
    kind: str = "number"  # see SETTING_KINDS


@dataclass(frozen=True)
class Reason:
    """Why a row was set aside: the screen does not speak about it, or it could not be judged."""

    text: Text
    applicable: bool = False  # True: it would have been judged, had the records been better


@dataclass(frozen=True)
class Example:
    """A few rows with what must be found in them: the subjects of the leads, or none.

    `cannot` names the reasons for which rows of it cannot be judged.
    """

    name: str
    payments: str = ""
    flagged: Sequence[str] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    cannot: Sequence[str] = ()
