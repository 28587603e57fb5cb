"""Names that people confirmed to be one firm's are one firm for every screen, on every engine."""

from pathlib import Path

import pytest

from sunledger.screening import examples, sameas
from sunledger.screening.engine import Engine, EngineError
from sunledger.screening.onshelf import screens
from sunledger.screening.shapes import SHAPES

PAID = """
    code    | body | payee          | paid_on    | amount
    a1..a6  | Dahe | Jia Co         | 2024-03-04 |  7,500
    b1..b6  | Dahe | Jia Building   | 2024-03-05 |  7,500
    c1..c12 | Dahe | Yi Co          | 2024-05-05 |  5,000
"""
SAME = """
    name         | same   | number
    JIA BUILDING | Jia Co | 91210100MA0XXXXX1A
    Jia Co       | Jia Co | 91210100MA0XXXXX1A
"""


def engine(same: str = "", **tables: str) -> Engine:
    made = Engine(memory="256MB", threads=1)
    for name, text in {"payments": PAID, "same_as": same, **tables}.items():
        if text:
            made.table(name, examples.table(text, SHAPES[name]))
    return made


def test_no_screen_joins_two_names_that_nobody_confirmed() -> None:
    with engine() as tables:
        assert tables.run(screens()["one_payee"]).leads == ()


def test_a_screen_sees_one_firm_under_the_names_that_were_confirmed() -> None:
    with engine(SAME) as tables:
        (lead,) = tables.run(screens()["one_payee"]).leads
        keys = tables.ask("payments", lambda rows: rows.select("payee_key", "payee").unique())
    assert lead.rows == 12
    assert {(row["payee_key"], row["payee"]) for row in keys} == {
        ("JIACO", "Jia Co"), ("JIACO", "Jia Building"), ("YICO", "Yi Co"),
    }  # fmt: skip


def test_a_firm_known_by_its_name_alone_gets_the_number_and_a_number_is_never_changed() -> None:
    written = """
        code | supplier     | supplier_id
        s1   | Jia Building |
        s2   | Jia Co       | 7
        s3   | Yi Co        |
        s4   | Jia Co       |
    """
    with engine(SAME, suppliers=written) as tables:
        rows = tables.ask("suppliers", lambda rows: rows.select("code", "supplier_id"))
    found = {row["code"]: row["supplier_id"] for row in rows}
    # Another number bears the name of the last: which of both it is, nobody can know.
    assert found == {"s1": "91210100MA0XXXXX1A", "s2": "7", "s3": None, "s4": None}


NAMELESS = """
    name         | same
    Jia Building | Jia Co
    Jia Co       | Jia Co
"""


def keys_of(same: str, table: str, written: str) -> dict[str, tuple[str | None, str, str]]:
    """Return by its code what a row gives: its number, its name, and by what it is told apart."""
    number, name = sameas.FIRMS[table]
    with engine(same, **{table: written}) as tables:
        rows = tables.ask(table, lambda rows: rows.select("code", number, name, f"{name}_key"))
    return {row["code"]: (row[number], row[name], row[f"{name}_key"]) for row in rows}


@pytest.mark.parametrize("table", [name for name in sameas.FIRMS if sameas.key_of(SHAPES[name])])
def test_a_firm_without_any_number_is_one_by_its_one_name_and_its_rows_stay_as_they_are(
    table: str,
) -> None:
    number, name = sameas.FIRMS[table]
    filled = [one.name for one in SHAPES[table].columns if one.filled and one.name != "code"]
    written = f"""
        code | {name}       | {number} {"".join(f"| {one}" for one in filled)}
        s1   | Jia Building | {"| 1" * len(filled)}
        s2   | JIA CO.      | {"| 1" * len(filled)}
        s3   | Jia Building | 7 {"| 1" * len(filled)}
        s4   | Yi Co        | {"| 1" * len(filled)}
    """
    assert keys_of(NAMELESS, table, written) == {
        "s1": (None, "Jia Building", "Jia Co"),
        "s2": (None, "JIA CO.", "Jia Co"),
        "s3": ("7", "Jia Building", "7"),
        "s4": (None, "Yi Co", "Yi Co"),
    }
    apart = {code: row[2] for code, row in keys_of("", table, written).items()}
    assert apart == {"s1": "Jia Building", "s2": "JIA CO.", "s3": "7", "s4": "Yi Co"}
    numbered = keys_of(SAME, table, written)
    assert numbered["s1"] == (None, "Jia Building", "Jia Co")
    assert numbered["s2"] == ("91210100MA0XXXXX1A", "JIA CO.", "91210100MA0XXXXX1A")


CONTRACTS = """
    code | body   | supplier     | category | value  | signed_on
    k1   | 县中学 | Jia Co       | 修路     | 90,000 | 2024-03-01
    k2   | 县中学 | Jia Building | 修路     | 90,000 | 2024-03-20
    k3   | 县中学 | Jia Co       | 修路     | 90,000 | 2024-04-10
"""


@pytest.mark.parametrize(("same", "leads"), [("", 0), (NAMELESS, 1)])
def test_contracts_split_between_two_names_of_one_firm_are_seen_once_it_is_confirmed(
    same: str, leads: int
) -> None:
    limits = "currency | amount | since | what | source\nCNY | 100,000 | 2020-01-01 | 限额 | 县规定"
    written = CONTRACTS.replace("signed_on\n", "signed_on | currency\n")
    written = "\n".join(
        line + (" | CNY" if line.strip().startswith("k") else "") for line in written.splitlines()
    )
    with engine(same, contracts=written, limits=limits) as tables:
        found = tables.run(screens()["split_contracts"]).leads
    assert [lead.rows for lead in found] == [3] * leads


def test_a_screen_that_asks_for_a_number_is_never_answered_with_a_name() -> None:
    debarred = "title | since\nJia Co | 2024-01-01"
    paid = (
        "number | body | supplier | paid_on | amount\nh1 | 县中学 | Jia Building | 2024-03-01 | 9"
    )
    with engine(NAMELESS, debarred=debarred, contract_payments=paid) as tables:
        outcome = tables.run(screens()["debarred_paid"])
    assert outcome.leads == ()
    assert sum(outcome.cannot.values()) == 1


def test_a_name_that_is_said_to_be_two_firms_is_refused() -> None:
    both = "name | same\nJia | Yi\nJIA | Bing"
    with engine(both) as tables, pytest.raises(EngineError, match="name of two firms"):
        tables.run(screens()["one_payee"])


def test_a_table_that_names_no_firm_is_made_ready_before_the_others_too() -> None:
    dead = "person | name | died_on\np1 | 王建国 | 2024-01-01"
    with engine(SAME, deaths=dead) as tables:
        assert len(tables.ask("deaths", lambda rows: rows.select("code"))) == 1
        assert len(tables.run(screens()["one_payee"]).leads) == 1


def test_tables_are_kept_with_what_was_said_and_never_joined_behind_its_back(
    tmp_path: Path,
) -> None:
    for name, same in (("with", SAME), ("without", "")):
        with engine(same) as tables:
            tables.keep(tmp_path / name, by={}, buckets=2)
    with Engine(memory="256MB", threads=1, kept=tmp_path / "with") as again:
        assert [lead.rows for lead in again.run(screens()["one_payee"]).leads] == [12]
    bare = Engine(memory="256MB", threads=1, kept=tmp_path / "without")
    with bare as again, pytest.raises(EngineError, match="Keep them anew"):
        again.table("same_as", examples.table(SAME, SHAPES["same_as"]))


def test_every_table_of_firms_that_is_named_there_has_these_columns() -> None:
    for name, columns in sameas.FIRMS.items():
        assert {*columns} <= {*SHAPES[name].names()}
        assert not SHAPES[name].column(columns[0]).filled
