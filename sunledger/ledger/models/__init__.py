"""What the ledger remembers: items, their chain of duty, their steps, proofs and money.

Steps, evidence and recoveries are only ever added, and a closed item never changes: triggers in the
database hold that (migration 0005), so that not even a shell can break it.
"""

from sunledger.ledger.models.copy import EvidenceCopy
from sunledger.ledger.models.fairness import Fairness, FairnessAct, FairnessObjection
from sunledger.ledger.models.heard import Announcement, Objection, TakeOver, View
from sunledger.ledger.models.imported import Import, ListFile, ListLine, OwnerName
from sunledger.ledger.models.item import Item, ItemQuerySet
from sunledger.ledger.models.lookback import LookBack
from sunledger.ledger.models.programme import Dependency, Gate, Repeat, Upon
from sunledger.ledger.models.proof import Evidence, Recovery
from sunledger.ledger.models.reply import Listing, Reply
from sunledger.ledger.models.step import Duty, Milestone, Step
from sunledger.ledger.models.told import CalendarKey, Chase, Digest, Night
from sunledger.ledger.steps import Move, State
from sunledger.ledger.words import About, Finding, Kind, Opinion, Outcome, Role

__all__ = [
    "About",
    "Announcement",
    "CalendarKey",
    "Chase",
    "Dependency",
    "Digest",
    "Duty",
    "Evidence",
    "EvidenceCopy",
    "Fairness",
    "FairnessAct",
    "FairnessObjection",
    "Finding",
    "Gate",
    "Import",
    "Item",
    "ItemQuerySet",
    "Kind",
    "ListFile",
    "ListLine",
    "Listing",
    "LookBack",
    "Milestone",
    "Move",
    "Night",
    "Objection",
    "Opinion",
    "Outcome",
    "OwnerName",
    "Recovery",
    "Repeat",
    "Reply",
    "Role",
    "State",
    "Step",
    "TakeOver",
    "Upon",
    "View",
]
