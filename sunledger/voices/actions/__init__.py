"""Everything that changes a voice. What the author does leaves a day and no name.

`at` and `on` say when; of an author's moment only the day is kept.
"""

from sunledger.voices.actions.adopting import adopt
from sunledger.voices.actions.answering import (
    acknowledge,
    answer,
    ask,
    merge,
    not_adopt,
    pass_on,
)
from sunledger.voices.actions.forgetting import forget
from sunledger.voices.actions.hearing import Heard, give, hear, look_back, reply, say_view
from sunledger.voices.actions.showing import keep_in, show

__all__ = [
    "Heard",
    "acknowledge",
    "adopt",
    "answer",
    "ask",
    "forget",
    "give",
    "hear",
    "keep_in",
    "look_back",
    "merge",
    "not_adopt",
    "pass_on",
    "reply",
    "say_view",
    "show",
]
