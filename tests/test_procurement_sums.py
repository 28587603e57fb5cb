"""What a question asks of its parts is the same whether parts of one key are one row or several.

After a change the parts of a key are one row, to which something was added; in a run from the
beginning they may be several.
"""

import json
from pathlib import Path

import pytest

from sunledger.core.content import Content
from sunledger.screening.ocds import flat
from sunledger.screening.procurement import run, sums
from sunledger.screening.procurement.settings import Settings
from sunledger.screening.procurement.shelf import ALL
from tests.wild_releases import wild

ADDED = [(one, question) for one in ALL for question in one.questions if question.parts]
KINDS = {"int64": "BIGINT", "decimal128(38, 0)": "DECIMAL(38, 0)"}


@pytest.mark.parametrize(
    "place", range(len(ADDED)), ids=[f"{one.code}-{asked.group}" for one, asked in ADDED]
)
def test_parts_of_one_key_may_be_one_row_or_several(place: int, tmp_path: Path) -> None:
    screen, question = ADDED[place]
    several = 0
    for seed in range(3):
        folder = tmp_path / str(seed)
        # Twice, so that most keys are there in several processes.
        releases = wild(seed, 60)
        releases += [dict(one, ocid=f"again-{one['ocid']}") for one in releases if "ocid" in one]
        lines = "\n".join(map(json.dumps, releases)).encode()
        flat.write([Content(lines, "releases")], folder)
        with run.opened(folder, Settings()) as asked:
            asked.prepare(screen)
            parts = asked.answer(asked.filled(question.parts))
            keys = ", ".join(f'"{one}"' for one in parts.column_names if one not in question.sums)
            kinds = {one: KINDS[str(parts.schema.field(one).type)] for one in question.sums}
            sql = "CAST(sum({0}) AS {1}) AS {0}"
            added = ", ".join(sql.format(f'"{one}"', kind) for one, kind in kinds.items())
            found = []
            for sql in ("SELECT *", f"SELECT {keys}, {added}"):
                grouped = "" if sql.endswith("*") else f" GROUP BY {keys}"
                with sums.having(asked, parts, f"{sql} FROM streamed{grouped}"):
                    rows = asked.figures(asked.filled(question.of_parts)).to_pylist()
                found.append(sorted(map(repr, rows)))
            assert found[0] == found[1]
            several += len(parts)
            nothing = [one for one in question.sums if parts[one].null_count]
            assert not nothing  # of which adding up would make something
    assert several or screen.code == "R028"  # of which random prices are never the same
