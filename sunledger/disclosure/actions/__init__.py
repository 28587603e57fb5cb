"""Everything that changes what is disclosed, from the sheet that comes in to its withdrawal."""

from sunledger.disclosure.actions.adoption import adopt, end_adoption
from sunledger.disclosure.actions.answer import answer
from sunledger.disclosure.actions.attaching import attach, detach
from sunledger.disclosure.actions.correction import ask_correction, correct, refuse_correction
from sunledger.disclosure.actions.entry import discard, drop, receive, report_nothing
from sunledger.disclosure.actions.exemption import (
    ask_exemption,
    grant_exemption,
    refuse_exemption,
)
from sunledger.disclosure.actions.mask import take_masked
from sunledger.disclosure.actions.publication import (
    publish,
    publish_due,
    send_back,
    stop,
    submit,
    withdraw,
)
from sunledger.disclosure.actions.reading import read_upload
from sunledger.disclosure.actions.retention import forget
from sunledger.disclosure.actions.typed import forget_rows, hand_in, hand_in_rows, keep_rows

__all__ = [
    "adopt",
    "answer",
    "ask_correction",
    "ask_exemption",
    "attach",
    "correct",
    "detach",
    "discard",
    "drop",
    "end_adoption",
    "forget",
    "forget_rows",
    "grant_exemption",
    "hand_in",
    "hand_in_rows",
    "keep_rows",
    "publish",
    "publish_due",
    "read_upload",
    "receive",
    "refuse_correction",
    "refuse_exemption",
    "report_nothing",
    "send_back",
    "stop",
    "submit",
    "take_masked",
    "withdraw",
]
