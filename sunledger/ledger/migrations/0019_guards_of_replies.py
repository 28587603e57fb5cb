"""What the database itself refuses of replies and of the public list: each is said once.

A unit is asked for its reply about a closed item too, before a look back finds it put right on
paper only; so the guard of what is closed lets the two steps of a reply in.
"""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

CLOSED = "('closed', 'confirmed', 'sham', 'merged', 'referred')"


def _changed(*names: str) -> str:
    """Return the condition that one of some columns is not what it was."""
    return " OR ".join(
        f"OLD.{name} <> NEW.{name} OR (OLD.{name} IS NULL) <> (NEW.{name} IS NULL)"
        for name in names
    )


def _after_closing(*moves: str) -> Guard:
    """Return the guard of the steps of what is closed: only these come after."""
    names = ", ".join(f"'{move}'" for move in moves)
    return Guard(
        "ledger_step_after_closing_insert",
        "ledger_step",
        "INSERT",
        "A closed item cannot be changed.",
        f"NEW.move NOT IN ({names}) AND EXISTS (SELECT 1 FROM ledger_item i "
        f"WHERE i.id = NEW.item_id AND i.state IN {CLOSED})",
    )


BEFORE = [_after_closing("confirm", "expose")]
GUARDS = [
    _after_closing("confirm", "expose", "ask_reply", "reply"),
    Guard(
        "ledger_reply_is_asked_first",
        "ledger_reply",
        "INSERT",
        "A reply is asked for before it is given.",
        "NEW.given_id IS NOT NULL OR NEW.words <> ''",
    ),
    Guard(
        "ledger_reply_is_given_once",
        "ledger_reply",
        "UPDATE",
        "A reply is given once, by a step of its item and a post of the unit that was asked.",
        "OLD.given_id IS NOT NULL OR NEW.given_id IS NULL OR NOT EXISTS (SELECT 1 "
        "FROM ledger_step s JOIN units_post p ON p.id = s.post_id WHERE s.id = NEW.given_id "
        "AND s.item_id = NEW.item_id AND s.move = 'reply' AND p.unit_id = NEW.unit_id) OR "
        + _changed(
            *("code", "item_id", "about", "unit_id", "post_id", "matter"),
            *("asked_id", "number", "asked_on", "until"),
        ),
    ),
    Guard("ledger_reply_stays", "ledger_reply", "DELETE", "A reply cannot be deleted."),
    Guard(
        "ledger_listing_is_left_once",
        "ledger_listing",
        "UPDATE",
        "What was put on the public list stays on record; that it left is said once.",
        "OLD.left_on IS NOT NULL OR NEW.left_on IS NULL OR "
        + _changed("item_id", "doer_id", "due", "listed_on", "number", "leaf"),
    ),
    Guard(
        "ledger_listing_stays",
        "ledger_listing",
        "DELETE",
        "What was put on the public list stays on record.",
    ),
]

set_before, lift_before = both_ways(BEFORE)
set_now, lift_now = both_ways(GUARDS)


class Migration(migrations.Migration):
    """The guards of replies and listings, and the newer one of the steps of what is closed."""

    dependencies = [("ledger", "0018_replies")]
    operations = [
        migrations.RunPython(lift_before, set_before),
        migrations.RunPython(set_now, lift_now),
    ]
