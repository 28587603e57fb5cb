"""Everything that changes what is disclosed, from the sheet that comes in to its withdrawal."""

from sunledger.disclosure.actions.correction import ask_correction, correct, refuse_correction
from sunledger.disclosure.actions.entry import discard, drop, receive, report_nothing
from sunledger.disclosure.actions.publication import publish, send_back, submit, withdraw
from sunledger.disclosure.actions.mask import take_masked
from sunledger.disclosure.actions.reading import read_upload

__all__ = [
    "ask_correction",
    "correct",
    "discard",
    "drop",
    "publish",
    "read_upload",
    "receive",
    "refuse_correction",
    "report_nothing",
    "send_back",
    "submit",
    "take_masked",
    "withdraw",
]
