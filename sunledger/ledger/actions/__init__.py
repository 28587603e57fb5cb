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
from sunledger.ledger.actions.moves import (
    answer,
    assign,
    close,
    open_item,
    reopen,
    send_back,
    verify,
)

__all__ = [
    "Day",
    "answer",
    "appraise",
    "assign",
    "attach",
    "charge",
    "close",
    "open_item",
    "plan",
    "record_recovery",
    "reopen",
    "send_back",
    "show",
    "verify",
]
