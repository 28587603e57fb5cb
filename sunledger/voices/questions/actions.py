"""Everything that changes a question. What who asks does leaves a day and no name."""

from sunledger.voices.questions.answering import (
    Upheld,
    acknowledge,
    answer,
    join,
    order,
    pass_on,
)
from sunledger.voices.questions.forgetting import forget
from sunledger.voices.questions.hearing import Heard, ask, dispute, look_back
from sunledger.voices.questions.night import go_round
from sunledger.voices.questions.showing import keep_in, show

__all__ = [
    "Heard",
    "Upheld",
    "acknowledge",
    "answer",
    "ask",
    "dispute",
    "forget",
    "go_round",
    "join",
    "keep_in",
    "look_back",
    "order",
    "pass_on",
    "show",
]
