"""What a run was asked and what it found: one object from which all is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sunledger.screening.engine import Lead, Outcome
from sunledger.screening.screen import Screen
from sunledger.screening.stacking import Stack
from sunledger.web.analyst.counts import FileCount
from sunledger.web.analyst.files import Found


@dataclass(frozen=True)
class Asked:
    """What the command line said."""

    paths: tuple[Path, ...]
    out: Path
    category: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    body_from: str = ""  # folder or column; empty lets each sheet decide
    currency: str = ""
    day_first: bool | None = None
    settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    memory: str = "2GB"
    jobs: int = 1


@dataclass
class Run:
    """A run of the analyst's command, as it fills."""

    asked: Asked
    started_at: datetime
    found: Found
    files: list[FileCount] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    screen_seconds: dict[str, float] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    shelf: Mapping[str, Screen] = field(default_factory=dict)
    stacks: list[Stack] = field(default_factory=list)
    lead_rows: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    memory: int = 0

    @property
    def leads(self) -> list[Lead]:
        """All leads, those of one stack together, the one most worth a look first."""
        return [lead for stack in self.stacks for lead in stack.leads]
