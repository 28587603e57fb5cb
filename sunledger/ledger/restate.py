"""What the ledger has said in public, said again from its rows, for `sunledger verify`."""

from collections.abc import Iterator

from sunledger.ledger import announced, copies, face, fairface, listing
from sunledger.ledger.models import Item
from sunledger.seal.verify import Restated


def restated() -> Iterator[Restated]:
    """Give every result, and what was announced beside it, as the rows tell it today."""
    closed = Item.objects.closed().order_by("leaf")
    closed = closed.select_related("unit", "doer", "checker", "reopens")
    replied = ("replies__unit", "replies__post", "replies__given")
    for item in closed.prefetch_related("steps", "recoveries", *replied).iterator(2000):
        yield Restated(leaf=item.leaf, what="result", facts=face.result(item), label=str(item))
    yield from announced.restated()
    yield from fairface.restated()
    yield from copies.restated()
    yield from listing.restated()
