"""What became of the rows of a sheet, in numbers that add up."""

from dataclasses import dataclass, field

from sunledger.core.rows import Row


@dataclass
class Counts:
    """`rows` is the kept, the refused and those that hold no record by their nature.

    A row with a line break inside quotation marks takes several lines: `lines` counts those.
    """

    rows: int = 0
    lines: int = 0
    kept: int = 0
    refused: int = 0
    blank: int = 0
    title: int = 0
    header: int = 0
    total: int = 0
    amounts: dict[str, int] = field(default_factory=dict)  # currency: minor units kept

    def see(self, row: Row) -> None:
        """Count a row, whatever will become of it."""
        self.rows += 1
        self.lines += row.lines

    def keep(self, amount: object, currency: str) -> None:
        """Count a row as a record."""
        self.kept += 1
        if isinstance(amount, int):
            self.amounts[currency] = self.amounts.get(currency, 0) + amount
