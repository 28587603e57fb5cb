"""What the world may see of tolerance, clearing and recognition: posts and units, never persons."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sunledger.ledger.models import Fairness, FairnessAct
from sunledger.ledger.procedures import Act, Procedure, Standing
from sunledger.seal.verify import Restated

Facts = dict[str, Any]
SAID = {Act.ANNOUNCE: "notice", Act.PUBLISH: "fairness"}
PUBLIC = (Standing.PUBLISHED, Standing.ANNOUNCED)
DECIDING = (Act.GRANT, Act.DENY)


def in_public(procedure: Procedure | str) -> QuerySet[Fairness]:
    """Return the records of a procedure of which the world may see something."""
    found = Fairness.objects.filter(procedure=procedure, standing__in=PUBLIC)
    return found.select_related("post__unit", "item")


def decision(one: Fairness) -> FairnessAct | None:
    """Return how it was decided; a clearing is decided by the item that found nothing wrong."""
    return one.acts.filter(act__in=DECIDING).order_by("-number").first()


def what(act: FairnessAct) -> str:
    """Return by which name the log knows what an act said in public."""
    return f"fairness-{SAID[Act(act.act)]}"


def facts(act: FairnessAct) -> Facts:
    """Return what is said in public with an act; `restate` says it again."""
    one = act.fairness
    notes = {Act(each.act): each for each in one.acts.filter(number__lte=act.number)}
    decided = next((notes[each] for each in DECIDING if each in notes), None)
    return {
        "fairness": one.code,
        "procedure": str(one.procedure),
        "item": one.item.code,
        "post": one.post.code,
        "unit": one.post.unit.code,
        "words": one.words,
        "grounds": one.grounds,
        "examined": _note(notes, Act.EXAMINE),
        "found": dict(notes[Act.EXAMINE].details) if Act.EXAMINE in notes else {},
        "decision": str(decided.act) if decided else None,
        "reason": decided.note if decided else "",
        "answer": _note(notes, Act.ANSWER),
        "until": act.details.get("until"),
        "on": timezone.localdate(act.at),
    }


def restated() -> Iterator[Restated]:
    """Give every fact that was said about a record, as the rows tell it today."""
    said = FairnessAct.objects.exclude(leaf=None).order_by("leaf")
    for act in said.select_related("fairness__item", "fairness__post__unit").iterator(2000):
        yield Restated(leaf=act.leaf, what=what(act), facts=facts(act), label=str(act.fairness))


def _note(notes: dict[Act, FairnessAct], act: Act) -> str:
    """Return what was written with an act, or nothing."""
    return notes[act].note if act in notes else ""
