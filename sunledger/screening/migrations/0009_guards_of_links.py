"""What the database itself refuses of links between names."""

from django.db import migrations

from sunledger.core.guards import Guard, both_ways

ABOUT = ("unit_id", "pair", "left_record", "right_record")
SAID = ("ground", "decided_by_id", "decided_at", "tier", "chance")
STOOD = ("left_seen", "right_seen", "levels")
DECIDED = "OLD.state IN ('confirmed', 'refused')"


def changed(*names: str) -> str:
    """Return the condition that one of these columns changes."""
    return "(" + " OR ".join(f"OLD.{name} <> NEW.{name}" for name in names) + ")"


GUARDS = [
    Guard(
        "screening_link_stays_of_its_two",
        "screening_link",
        "UPDATE",
        "A link stays of the two names that it was of.",
        changed(*ABOUT),
    ),
    Guard(
        "screening_link_stays_as_decided",
        "screening_link",
        "UPDATE",
        "What was decided on a link stays, with what was seen then. Withdraw it first.",
        f"{DECIDED} AND (NEW.state NOT IN (OLD.state, 'proposed')"
        f" OR NEW.state = OLD.state AND {changed(*SAID, *STOOD)})",
    ),
    Guard(
        "screening_link_stays",
        "screening_link",
        "DELETE",
        "A link cannot be deleted: a refused one would come back.",
    ),
    Guard(
        "screening_link_word_stays_as_said",
        "screening_linkword",
        "UPDATE",
        "What a person said of a link stays as it was said.",
    ),
    Guard(
        "screening_link_word_stays",
        "screening_linkword",
        "DELETE",
        "What a person said of a link cannot be deleted.",
    ),
]


class Migration(migrations.Migration):
    """The guards of links."""

    dependencies = [("screening", "0008_links")]
    operations = [migrations.RunPython(*both_ways(GUARDS))]
