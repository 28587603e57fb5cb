"""What the ledger has said in public, said again from its rows, for `sunledger verify`."""

from collections.abc import Iterator

from sunledger.ledger import announced, face, fairface
from sunledger.ledger.models import Announcement, Item
from sunledger.seal.verify import Restated


def restated() -> Iterator[Restated]:
    """Give every result, and what was announced beside it, as the rows tell it today."""
    closed = Item.objects.closed().order_by("leaf")
    closed = closed.select_related("unit", "doer", "checker", "reopens")
    for item in closed.prefetch_related("steps", "recoveries").iterator(2000):
        yield Restated(leaf=item.leaf, what="result", facts=face.result(item), label=str(item))
    told = Announcement.objects.order_by("leaf").select_related(
        "step__post__unit", "step__item__unit", "step__item__doer", "step__item__checker"
    )
    for one in told.iterator(2000):
        facts = announced.facts(one.what, one.step)
        yield Restated(leaf=one.leaf, what=one.what, facts=facts, label=str(one.step.item))
    yield from fairface.restated()
