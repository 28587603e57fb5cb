"""What the decisions remember."""

from sunledger.decisions.models.answer import Acknowledgement, Made, Reply, Ruling
from sunledger.decisions.models.conveyance import Above, Conveyance, Matter, Receipt, Sending
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
    "Above",
    "Acknowledgement",
    "Act",
    "Alias",
    "Conveyance",
    "Decision",
    "Entry",
    "EntryKind",
    "EntryState",
    "Group",
    "Made",
    "Matter",
    "Meeting",
    "Part",
    "Print",
    "Proposal",
    "Receipt",
    "Recurs",
    "Reply",
    "Ruling",
    "Sending",
    "Source",
    "SourceState",
    "State",
]
