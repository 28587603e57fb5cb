"""The rows behind each lead, as numbers that stand for them, to be kept beside the lead."""

from __future__ import annotations

from collections import defaultdict

from sunledger.screening.outcome import Outcome

MOST_COMPARED = 4096  # rows of a lead; one with more is stacked by its party or subject alone


def behind(outcome: Outcome, most: int) -> dict[str, bytes]:
    """Return the rows of each lead by its key, eight bytes a row; of leads with more rows, none."""
    import numpy as np
    import numpy.typing as npt

    few = np.array([lead.rows <= most for lead in outcome.leads], dtype=np.bool_)
    found: dict[int, list[npt.NDArray[np.uint64]]] = defaultdict(list)
    for batch in outcome.links() if few.any() else ():
        places, rows = batch.column("place").to_numpy(), batch.column("row").to_numpy()
        wanted = few[places]
        places, rows = places[wanted], rows[wanted]
        order = np.argsort(places, kind="stable")
        places, rows = places[order], rows[order]
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        for place, part in zip(places[starts], np.split(rows, starts[1:]), strict=True):
            found[int(place)].append(part)
    return {
        outcome.leads[place].key: np.unique(np.concatenate(parts)).astype("<u8").tobytes()
        for place, parts in found.items()
    }
