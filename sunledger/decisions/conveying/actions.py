"""Everything that is done on a decision's way down. Each says who, and changes nothing old."""

from sunledger.decisions.conveying.down import convey, pass_on
from sunledger.decisions.conveying.replies import (
    Look,
    Part,
    acknowledge,
    break_down,
    done_already,
    list_up,
    not_ours,
    take_items,
    words_only,
)
from sunledger.decisions.conveying.rulings import name_above, rule
from sunledger.decisions.conveying.terms import Wish
from sunledger.decisions.conveying.whither import Whither, next_below, of_group, of_kind

__all__ = [
    "Look",
    "Part",
    "Whither",
    "Wish",
    "acknowledge",
    "break_down",
    "convey",
    "done_already",
    "list_up",
    "name_above",
    "next_below",
    "not_ours",
    "of_group",
    "of_kind",
    "pass_on",
    "rule",
    "take_items",
    "words_only",
]
