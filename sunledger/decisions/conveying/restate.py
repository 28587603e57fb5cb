"""What was said of the way down, said again from its rows."""

from collections.abc import Iterator

from sunledger.decisions.conveying.sealing import SAYINGS
from sunledger.seal.verify import Restated


def restated() -> Iterator[Restated]:
    """Give every act on the way down of a public meeting, as the rows tell it today."""
    for saying in SAYINGS:
        public = saying.rows().filter(**{f"{saying.meeting}__public_at__isnull": False})
        for row in public.order_by("leaf").iterator(500):
            yield Restated(leaf=row.leaf, what=saying.what, facts=saying.facts(row), label=str(row))
