"""Everything that changes the ledger. Each action says who, in one transaction, and leaves a step.

`at` is for imports and tests, which tell of what happened before; pages leave it out.
"""

from sunledger.ledger.actions.acts import (
    Day,
    appraise,
    attach,
    charge,
    plan,
    record_recovery,
    show,
)
from sunledger.ledger.actions.anew import confirm, expose, reopen
from sunledger.ledger.actions.endings import give_up, merge, refer
from sunledger.ledger.actions.handing_over import take_over
from sunledger.ledger.actions.moves import (
    answer,
    assign,
    begin_check,
    close,
    open_item,
    send_back,
    verify,
)
from sunledger.ledger.actions.notice import dismiss_objection, notify, raise_objection, uphold
from sunledger.ledger.actions.publishing import publish_copy, withdraw_copy
from sunledger.ledger.actions.receipt import call_single, sign, start
from sunledger.ledger.actions.replies import ask_replies, give_reply
from sunledger.ledger.actions.time import (
    ask_time,
    deny_time,
    grant_time,
    pause,
    prolong,
    resume,
    review,
)
from sunledger.ledger.actions.transfers import accept, allot, refuse, transfer
from sunledger.ledger.actions.views import call_back, hear_view, record_view

__all__ = [
    "Day",
    "accept",
    "allot",
    "answer",
    "appraise",
    "ask_replies",
    "ask_time",
    "assign",
    "attach",
    "begin_check",
    "call_back",
    "call_single",
    "charge",
    "close",
    "confirm",
    "deny_time",
    "dismiss_objection",
    "expose",
    "give_reply",
    "give_up",
    "grant_time",
    "hear_view",
    "merge",
    "notify",
    "open_item",
    "pause",
    "plan",
    "prolong",
    "publish_copy",
    "raise_objection",
    "record_recovery",
    "record_view",
    "refer",
    "refuse",
    "reopen",
    "resume",
    "review",
    "send_back",
    "show",
    "sign",
    "start",
    "take_over",
    "transfer",
    "uphold",
    "verify",
    "withdraw_copy",
]
