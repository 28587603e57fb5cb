"""What else a drive counts: what stands, what is late or came back, and the stages of a batch."""

from django.utils.translation import gettext_lazy as _

from sunledger.drives.counted import (  # fmt: skip
    BY_LOOKING,
    BY_OUTCOME,
    BY_STATE,
    FOUND_TRUE,
    HERE,
    IN_HAND,
    ITEMS,
    REPORTED,
    Counted,
)
from sunledger.ledger import steps
from sunledger.ledger.models import Outcome, State

ENDED_WELL = [outcome for outcome in Outcome if outcome != Outcome.NOT_DONE]

# What a target counts: an item that came back counts where it went on, and only there.
STANDING = (
    Counted(
        "done",
        _("put right, and so it stayed"),
        _("Closed as put right, and neither opened anew nor found a sham since."),
        steps.CLOSED[:2],
        outcomes=(Outcome.PUT_RIGHT,),
        unless="again",
    ),
    Counted(
        "settled",
        _("looked into to the end"),
        _("Closed, whatever was found, and not opened anew since; what was not done is left out."),
        steps.CLOSED[:2],
        outcomes=ENDED_WELL,
        unless="again",
    ),
)

MERGED = Counted(
    "merged",
    _("merged"),
    _("Items that go on in another item; they are counted there and nowhere else."),
    (State.MERGED,),
    of="",
)

ISSUED = Counted(
    "issued",
    _("given to a unit"),
    _("Items that were given to a unit, whatever became of them since."),
    HERE,
    when="issued",
)

OVERDUE = Counted(
    "overdue",
    _("overdue"),
    _("Items whose doer should have answered before today and has not."),
    of="running",
    when="overdue",
)

WARNINGS = (
    Counted("open", _("open"), _("All that has not ended."), steps.OPEN),
    Counted(
        "running",
        _("on the clock"),
        _("Items that a unit has in hand and is to answer by a day, paused ones among them."),
        steps.RUNNING,
    ),
    OVERDUE,
    ISSUED,
    Counted(
        "returned",
        _("returned at least once"),
        _("Items whose answer was sent back, or against which an objection was upheld."),
        HERE,
        of="issued",
        when="returned",
    ),
    Counted(
        "moved",
        _("given more time"),
        _("Items whose day is later than the one set first: an extension, or a pause."),
        HERE,
        of="issued",
        when="moved",
    ),
    Counted(
        "reopened",
        _("opened anew after closing"),
        _("Closed items that turned out not to be right: opened anew, or found a sham."),
        steps.CLOSED,
        of="closed",
        when="again",
    ),
)

# The stages of a batch: given out, taken by a leader, chased where late, found true.
STAGES = (
    ISSUED,
    Counted(
        "taken",
        _("taken by a leader"),
        _("Items in whose chain a responsible leader's post stands."),
        HERE,
        when="led",
    ),
    OVERDUE,
    Counted(
        "found_right",
        _("found true by another unit"),
        _("Verified or further on; what was closed as not done is left out."),
        (*steps.JUDGED[2:], *steps.CLOSED),
        outcomes=("", *ENDED_WELL),
    ),
)

# How far up what is overdue has gone.
CHASED = (
    Counted(
        "at_leader",
        _("told to the leader"),
        _("Overdue for so long that the responsible leader was told."),
        of="overdue",
        when="at_leader",
    ),
    Counted(
        "at_above",
        _("told to the level above"),
        _("Overdue for so long that the level above was told."),
        of="overdue",
        when="at_above",
    ),
    Counted(
        "at_public",
        _("on the public list"),
        _("Overdue for so long that they stand on the public list, where they may be followed."),
        of="overdue",
        when="at_public",
    ),
)

DRIVE: tuple[Counted, ...] = (
    ITEMS,
    *BY_STATE,
    *IN_HAND,
    *REPORTED,
    *FOUND_TRUE,
    MERGED,
    *BY_OUTCOME,
    *BY_LOOKING,
    *STANDING,
    *WARNINGS,
)
BATCH: tuple[Counted, ...] = (*DRIVE, STAGES[1], STAGES[3], *CHASED)
HEAD: tuple[Counted, ...] = (ITEMS, BY_STATE[6], *STANDING, *WARNINGS[1:3])
