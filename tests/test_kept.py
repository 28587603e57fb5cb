"""Tables kept in buckets give what the same tables give when they are loaded whole."""

from pathlib import Path

import narwhals as nw
import pytest

from bench import province_tables
from bench.province import SCREENS as TOGETHER
from bench.province_made import Maker, Size
from sunledger.screening import examples
from sunledger.screening.duck import Duck
from sunledger.screening.engine import Engine, EngineError
from sunledger.screening.kept import MANIFEST
from sunledger.screening.screen import Screen, shelf
from sunledger.screening.shapes import SHAPES

SHELF = shelf()
APART = [one for one in SHELF.values() if one.apart]
_SOME = {"exclusive_schemes", "support_paid_twice", "not_in_register", "shared_account"}
KEYS = ("person", "account", "household")


def keys_of(table: str) -> list[str]:
    """Return the keys by which a table can be kept."""
    shape = SHAPES[table]
    return [key for key in KEYS if shape.has(key) and shape.column(key).number]


@pytest.mark.parametrize("screen", APART, ids=[one.code for one in APART])
def test_in_buckets_an_example_comes_out_as_it_does_whole(screen: Screen, tmp_path: Path) -> None:
    for number, example in enumerate(one for one in screen.examples if one.flagged):
        by = {name: keys for name in screen.tables if (keys := keys_of(name))}
        with examples.engine(example) as engine:
            engine.keep(tmp_path / str(number), by=by, buckets=3)
            whole = engine.run(screen, example.settings)
            with Engine(memory="256MB", threads=1, kept=tmp_path / str(number)) as kept:
                found = kept.run(screen, example.settings)
                assert found.leads == whole.leads, example.name
                assert found.cannot == whole.cannot
                assert (found.seen, found.judged, found.flagged) == (
                    *(whole.seen, whole.judged, whole.flagged),
                )
                assert list(found.rows()) == list(whole.rows())
                assert found.states().read_all() == whole.states().read_all()


def test_a_screen_that_keeps_persons_apart_is_run_a_bucket_at_a_time(tmp_path: Path) -> None:
    screen = SHELF["paid_after_death"]
    with examples.engine(screen.examples[0]) as engine:
        by = {"benefits": ["person", "account"], "deaths": ["person"]}
        engine.keep(tmp_path, by=by, buckets=4)
    with Engine(memory="256MB", kept=tmp_path) as engine:
        tables = engine._tables
        assert isinstance(tables, Duck)
        layout = tables.kept.layout(["benefits", "deaths"], screen.apart)
        assert layout is not None
        assert (layout.by, layout.buckets) == ("person", 4)
        assert tables.kept.layout(["benefits", "deaths"], ["village"]) is None
        assert len(engine.run(screen).leads) == 1


def test_a_large_table_that_lies_otherwise_is_not_read_for_every_bucket(tmp_path: Path) -> None:
    screen = SHELF["paid_after_death"]
    with examples.engine(screen.examples[0]) as engine:
        engine.keep(tmp_path, by={"benefits": ["person"]}, buckets=2)
    manifest = tmp_path / MANIFEST
    with Engine(memory="256MB", kept=tmp_path) as engine:
        assert isinstance(engine._tables, Duck)
        assert engine._tables.kept.layout(["benefits", "deaths"], ["person"]) is not None
    manifest.write_text(manifest.read_text().replace('"rows": 1\n', '"rows": 5000000\n'))
    with Engine(memory="256MB", kept=tmp_path) as engine:
        assert isinstance(engine._tables, Duck)
        assert engine._tables.kept.layout(["benefits", "deaths"], ["person"]) is None
        assert len(engine.run(screen).leads) == 1


def together_and_alone(folder: Path, screens: list[Screen]) -> None:
    """Assert that screens run together find what each finds when it runs by itself."""
    with Engine(memory="256MB", threads=1, kept=folder) as kept:
        together = kept.run_all(screens)
        rows = [list(one.rows()) for one in together]
        states = [one.states().read_all() for one in together]
        beside = [sorted(one.beside) for one in together]
    for number, screen in enumerate(screens):
        with Engine(memory="256MB", threads=1, kept=folder) as kept:
            alone = kept.run(screen)
            assert alone == together[number], screen.code
            assert list(alone.rows()) == rows[number]
            assert alone.states().read_all() == states[number]
            assert sorted(alone.beside) == beside[number]


def test_screens_run_together_find_what_each_finds_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province_tables, "BUCKETS", 2)
    maker = Maker(tmp_path / "province", Size(16_000), seed=7)
    maker.make()
    screens = [SHELF[code] for code in TOGETHER if code in _SOME]
    together_and_alone(tmp_path / "province", screens)
    with Engine(memory="512MB", kept=tmp_path / "province") as engine:
        found = {one.screen.code: one for one in engine.run_all(screens)}
    for code in _SOME - {"shared_account"}:
        assert len(found[code].leads) >= maker.truth[code] > 0, code
    assert found["exclusive_schemes"].not_applicable["beside others"] > 0


@pytest.mark.parametrize("screen", SHELF.values(), ids=list(SHELF))
def test_setting_rows_aside_changes_none_of_them(screen: Screen) -> None:
    if not screen.asides:
        return
    for example in screen.examples:
        with examples.engine(example) as engine:
            case = engine._case(screen, example.settings)
            case.refresh()
            before = case.frames[screen.tables[0]]
            after = case.ask(screen.asides, before.with_columns(aside=nw.lit(None, nw.String)))
            names = sorted(before.columns)
            assert set(names) <= set(after.columns), "a column is lost"
            rows = [one.select(*names).sort("code").to_native() for one in (before, after)]
            assert rows[0].fetchall() == rows[1].fetchall()


def test_a_folder_that_holds_no_kept_tables_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="holds no kept tables"):
        Engine(kept=tmp_path)
    (tmp_path / "kept.json").write_text('{"version": 2, "layouts": [{"table": "x"}]}')
    with pytest.raises(EngineError, match="holds no kept tables"):
        Engine(kept=tmp_path)
    (tmp_path / "kept.json").write_text(
        '{"version": 2, "layouts": [{"table": "../x", "by": "", "buckets": 1, "rows": 1}]}'
    )
    with pytest.raises(EngineError, match="there is no table"):
        Engine(kept=tmp_path)


def test_what_is_kept_is_not_added_to_and_not_kept_over(tmp_path: Path) -> None:
    screen = SHELF["paid_after_death"]
    with examples.engine(screen.examples[0]) as engine:
        engine.keep(tmp_path / "a", by={}, buckets=4)
        with pytest.raises(EngineError, match="is not empty"):
            engine.keep(tmp_path / "a", by={})
        with pytest.raises(EngineError, match="cannot be kept by “scheme”"):
            engine.keep(tmp_path / "b", by={"benefits": ["scheme"]})
    with Engine(kept=tmp_path / "a") as engine:
        rows = examples.table("person\nw", SHAPES["deaths"])
        with pytest.raises(EngineError, match="is kept already"):
            engine.table("deaths", rows)
