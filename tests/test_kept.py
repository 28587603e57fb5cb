"""Tables kept in buckets give what the same tables give when they are loaded whole."""

from pathlib import Path

import pytest

from sunledger.screening import examples
from sunledger.screening.engine import Engine, EngineError
from sunledger.screening.screen import Screen, shelf
from sunledger.screening.shapes import SHAPES

SHELF = shelf()
APART = [one for one in SHELF.values() if one.apart]
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
        assert engine._tables.buckets("benefits", screen.apart) == 4
        assert engine._tables.buckets("benefits", ["village"]) == 1
        assert len(engine.run(screen).leads) == 1


def test_a_folder_that_holds_no_kept_tables_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="holds no kept tables"):
        Engine(kept=tmp_path)
    (tmp_path / "kept.json").write_text('{"version": 1, "layouts": [{"table": "x"}]}')
    with pytest.raises(EngineError, match="holds no kept tables"):
        Engine(kept=tmp_path)
    (tmp_path / "kept.json").write_text(
        '{"version": 1, "layouts": [{"table": "../x", "by": "", "buckets": 1, "rows": 1}]}'
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
