"""The states of an item, and the only moves between them: one table, which a page can draw.

Acts that leave the state as it is (a paper attached, money recorded) stand in the same table, so
that there is one answer to "what can be done with this item now, and by whom".

A small matter needs few presses: the table leads past states. Whoever plans, starts or answers has
signed for the item by doing so; an answer may follow an assignment at once.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunledger.units.models import Power


class State(TextChoices):
    """Where an item stands. One that was sent back is in progress; its steps tell how often."""

    OPENED = "opened", _("opened")
    ASSIGNED = "assigned", _("assigned")
    SIGNED = "signed", _("signed for")
    PLANNED = "planned", _("planned")
    WORKING = "working", _("in progress")
    ANSWERED = "answered", _("answered")
    CHECKING = "checking", _("being verified")
    VERIFIED = "verified", _("verified")
    NOTICE = "notice", _("in public notice")
    CLOSED = "closed", _("closed")
    CONFIRMED = "confirmed", _("confirmed on looking back")
    SHAM = "sham", _("reopened as sham correction")
    TRANSFER = "transfer", _("being transferred")
    PAUSED = "paused", _("paused")
    LONG_TERM = "long_term", _("long-term")
    MERGED = "merged", _("merged")
    REFERRED = "referred", _("referred")


class Move(TextChoices):
    """What can be done with an item."""

    OPEN = "open", _("open")
    ASSIGN = "assign", _("assign")
    SIGN = "sign", _("sign for receipt")
    PLAN = "plan", _("set milestones")
    START = "start", _("start the work")
    ANSWER = "answer", _("answer")
    CHECK = "check", _("begin to verify")
    SEND_BACK = "send_back", _("send back")
    VERIFY = "verify", _("verify")
    NOTIFY = "notify", _("give public notice")
    UPHOLD = "uphold", _("uphold an objection")
    CLOSE = "close", _("close")
    CONFIRM = "confirm", _("confirm on looking back")
    EXPOSE = "expose", _("reopen as sham correction")
    REOPEN = "reopen", _("open anew")
    TRANSFER = "transfer", _("transfer to another unit")
    ACCEPT = "accept", _("accept the transfer")
    REFUSE = "refuse", _("refuse the transfer")
    ALLOT = "allot", _("decide whose it is")
    PAUSE = "pause", _("pause")
    RESUME = "resume", _("resume")
    PROLONG = "prolong", _("make long-term")
    MERGE = "merge", _("merge into another item")
    REFER = "refer", _("refer to the competent authority")
    GIVE_UP = "give_up", _("close as not done")
    ASK_TIME = "ask_time", _("ask for more time")
    GRANT = "grant", _("grant more time")
    DENY = "deny", _("deny more time")
    SINGLE = "single", _("note that it is a single act")
    REVIEW = "review", _("review a long-term item")
    DISMISS = "dismiss", _("answer an objection")
    VIEW = "view", _("record the view of whoever raised it")
    CALL_BACK = "call_back", _("record a call-back")
    DIVIDE = "divide", _("break down into parts")
    TIE = "tie", _("say what it waits for")
    GATE = "gate", _("set the gates of the stages")
    PASS = "pass", _("pass a gate")
    CHARGE = "charge", _("give a post its part")
    ATTACH = "attach", _("attach evidence")
    RECOVER = "recover", _("record money that came back")
    APPRAISE = "appraise", _("state the money involved")
    SHOW = "show", _("make public")
    ASK_REPLY = "ask_reply", _("ask whoever is named for their reply")
    REPLY = "reply", _("reply before it is said in public")


class Who(NamedTuple):
    """A post that may make a move: its power, and the unit of the item it is held in.

    `over` lets a post of a unit further up act, where its reach goes down so far. A doer answers
    and a checker verifies with a post of that very unit: a county cannot answer for its town and
    then find the answer good.
    """

    power: Power | None  # none: any post of that unit
    unit: Literal["unit", "doer", "checker", "receiver", "asked"]
    over: bool = False


class Way(NamedTuple):
    """Where a move leads, and who may make it."""

    to: State
    who: tuple[Who, ...]


LEADS = Who(Power.ASSIGN, "unit", over=True)
DOES = Who(Power.ANSWER, "doer")
CHECKS = Who(Power.VERIFY, "checker")
RECEIVES = Who(Power.ANSWER, "receiver")
LOOKS_BACK = Who(Power.VERIFY, "unit", over=True)
REPLIES = Who(None, "asked")

# In the doer's hands, whether the doer has signed for it or not.
DOING = (State.ASSIGNED, State.SIGNED, State.PLANNED, State.WORKING)
# The clock runs: nobody has said yet that it is done, and the doer is to.
RUNNING = (*DOING, State.TRANSFER, State.PAUSED, State.LONG_TERM)
# The doer calls it done, and others judge that.
JUDGED = (State.ANSWERED, State.CHECKING, State.VERIFIED, State.NOTICE)
# Closed, its result public; looking back does not undo that.
CLOSED = (State.CLOSED, State.CONFIRMED, State.SHAM)
# Nothing more is done with it here.
ENDED = (*CLOSED, State.MERGED, State.REFERRED)
OPEN = tuple(state for state in State if state not in ENDED)

Moves = dict[tuple[State | None, Move], Way]


def _each(states: Iterable[State], move: Move, to: State, *who: Who) -> Moves:
    """Return the ways of one move from several states to one."""
    return {(state, move): Way(to, who) for state in states}


def _staying(states: Iterable[State], move: Move, *who: Who) -> Moves:
    """Return the ways of one act that leaves each of several states as it is."""
    return {(state, move): Way(state, who) for state in states}


# The way from one end to the other.
MAIN: Moves = {
    (None, Move.OPEN): Way(State.OPENED, (LEADS,)),
    (State.OPENED, Move.ASSIGN): Way(State.ASSIGNED, (LEADS,)),
    (State.ASSIGNED, Move.SIGN): Way(State.SIGNED, (DOES,)),
    **_each(DOING[:2], Move.PLAN, State.PLANNED, LEADS, DOES),
    **_each(DOING[:3], Move.START, State.WORKING, DOES),
    **_each((*DOING, State.LONG_TERM), Move.ANSWER, State.ANSWERED, DOES),
    (State.ANSWERED, Move.CHECK): Way(State.CHECKING, (CHECKS,)),
    **_each(JUDGED[:2], Move.SEND_BACK, State.WORKING, CHECKS),
    **_each(JUDGED[:2], Move.VERIFY, State.VERIFIED, CHECKS),
    **_each(JUDGED[2:], Move.SEND_BACK, State.WORKING, LEADS),
    (State.VERIFIED, Move.NOTIFY): Way(State.NOTICE, (LEADS,)),
    (State.NOTICE, Move.UPHOLD): Way(State.WORKING, (LEADS,)),
    **_each(JUDGED[2:], Move.CLOSE, State.CLOSED, LEADS),
    (State.CLOSED, Move.CONFIRM): Way(State.CONFIRMED, (CHECKS, LOOKS_BACK)),
    **_each(CLOSED[:2], Move.EXPOSE, State.SHAM, CHECKS, LOOKS_BACK, LEADS),
}

_RESTING = (State.PAUSED, State.LONG_TERM)

# The ways aside.
ASIDE: Moves = {
    **_each(DOING, Move.TRANSFER, State.TRANSFER, DOES, LEADS),
    (State.TRANSFER, Move.ACCEPT): Way(State.SIGNED, (RECEIVES,)),
    (State.TRANSFER, Move.REFUSE): Way(State.ASSIGNED, (RECEIVES,)),
    (State.TRANSFER, Move.ALLOT): Way(State.ASSIGNED, (LEADS,)),
    **_each(DOING, Move.PAUSE, State.PAUSED, LEADS),
    **_each((*DOING, State.PAUSED), Move.PROLONG, State.LONG_TERM, LEADS),
    **_each(_RESTING, Move.RESUME, State.WORKING, LEADS),
    **_each((State.OPENED, *RUNNING), Move.MERGE, State.MERGED, LEADS),
    **_each(OPEN, Move.REFER, State.REFERRED, LEADS),
    **_each((State.OPENED, *RUNNING), Move.GIVE_UP, State.CLOSED, LEADS),
}

# The moves proper: each changes the state.
MOVES: Moves = MAIN | ASIDE

_ASSIGNED = tuple(state for state in OPEN if state != State.OPENED)
_PAST_RECEIPT = (State.PLANNED, State.WORKING)

# The acts: each leaves the state as it is. Opening anew leaves even the item as it is, for it opens
# another one that points back: what was closed and said in public stays what it was.
ACTS: Moves = {
    **_staying(_PAST_RECEIPT, Move.SIGN, DOES),
    **_staying((State.OPENED, State.WORKING, State.LONG_TERM), Move.PLAN, LEADS, DOES),
    **_staying((*DOING[:2], State.WORKING), Move.SINGLE, LEADS, DOES),
    **_staying((*DOING, State.LONG_TERM), Move.ASK_TIME, DOES),
    **_staying((*DOING, State.LONG_TERM), Move.GRANT, LEADS),
    **_staying((*DOING, State.LONG_TERM), Move.DENY, LEADS),
    (State.LONG_TERM, Move.REVIEW): Way(State.LONG_TERM, (LEADS, CHECKS)),
    (State.NOTICE, Move.DISMISS): Way(State.NOTICE, (LEADS,)),
    (State.CONFIRMED, Move.CONFIRM): Way(State.CONFIRMED, (CHECKS, LOOKS_BACK)),
    **_staying(JUDGED, Move.VIEW, CHECKS, LEADS),
    **_staying(JUDGED[:3], Move.CALL_BACK, CHECKS, LEADS),
    **_staying((State.OPENED, *RUNNING), Move.DIVIDE, LEADS, DOES),
    **_staying((State.OPENED, *RUNNING), Move.TIE, LEADS, DOES),
    **_staying((State.OPENED, *RUNNING), Move.GATE, LEADS),
    **_staying((State.OPENED, *RUNNING), Move.PASS, LEADS, CHECKS),
    **_staying(OPEN, Move.CHARGE, LEADS, DOES),
    **_staying(OPEN, Move.ATTACH, DOES, CHECKS, LEADS),
    **_staying(_ASSIGNED, Move.RECOVER, DOES, LEADS),
    **_staying(OPEN, Move.APPRAISE, LEADS),
    **_staying(OPEN, Move.SHOW, LEADS),
    **_staying((*CLOSED[:2], State.REFERRED), Move.REOPEN, LEADS),
    **_staying(OPEN, Move.ASK_REPLY, LEADS),
    **_staying(CLOSED[:2], Move.ASK_REPLY, CHECKS, LOOKS_BACK, LEADS),
    **_staying((*OPEN, *CLOSED[:2]), Move.REPLY, REPLIES),
}

WAYS: Moves = MOVES | ACTS

# What changes the state wherever it is done, or in some state.
CHANGING = frozenset(move for _state, move in MOVES)
# What counts as an answer that did not do.
RETURNS = (Move.SEND_BACK, Move.UPHOLD)
# What a doer does only with an item in hand, and so signs for it by doing it.
RECEIPT = (Move.SIGN, Move.PLAN, Move.START, Move.ANSWER, Move.ACCEPT)


def way(state: State | str | None, move: Move | str) -> Way | None:
    """Return where a move leads from a state, or None where there is no such way."""
    return WAYS.get((State(state) if state else None, Move(move)))


def moves_from(state: State | str | None) -> list[Move]:
    """Return what can be done in a state, whoever does it, in the table's order."""
    here = State(state) if state else None
    return [move for start, move in WAYS if start == here]


def why_not_now(state: State | str, move: Move | str) -> str:
    """Return why nobody can make a move in a state, or nothing where somebody can."""
    if way(state, move):
        return ""
    possible = ", ".join(str(other.label) for other in moves_from(state))
    return gettext("An item that is %(state)s cannot %(move)s. It can: %(moves)s.") % {
        "state": State(state).label,
        "move": Move(move).label,
        "moves": possible or gettext("nothing more"),
    }
