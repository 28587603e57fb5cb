"""What the decisions remember."""

from sunledger.decisions.models.entry import (
    UNDECIDED,
    Act,
    Entry,
    EntryKind,
    EntryState,
    Proposal,
    Recurs,
)
from sunledger.decisions.models.meeting import Decision, Meeting, State
from sunledger.decisions.models.names import Alias, Group
from sunledger.decisions.models.source import Part, Print, Source, SourceState

__all__ = [
    "UNDECIDED",
    "Act",
    "Alias",
    "Decision",
    "Entry",
    "EntryKind",
    "EntryState",
    "Group",
    "Meeting",
    "Part",
    "Print",
    "Proposal",
    "Recurs",
    "Source",
    "SourceState",
    "State",
]
