"""What whoever hands in a list wants of it, as JSON can keep it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sunledger.ledger.imports.reading import Wishes as ReadingWishes


@dataclass(frozen=True)
class Wishes:
    """How a list is read, and what its items are."""

    drive: str = ""
    batch: str = ""  # the batch of the drive, where the list names none
    theme: str = ""
    kind: str = ""
    public: bool = False
    year: int | None = None  # of days that name none
    currency: str = "CNY"
    checker: str = ""  # the code of the unit that checks where the list names none
    needs: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)  # heading: field
    under: str = ""  # the code of the unit under which unknown owners are founded; "" founds none
    earlier: bool = True  # whether what is repeated and not known yet is opened too

    def kept(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    def for_reading(self, title: str) -> ReadingWishes:
        """Return what matters for reading."""
        return ReadingWishes(title, self.year, self.mapping, self.currency)


def kept_wishes(data: Mapping[str, Any]) -> Wishes:
    """Return wishes from what was kept of them."""
    return Wishes(**{**data, "needs": tuple(data.get("needs", ()))})
