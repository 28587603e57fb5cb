"""Screens of procurement, cold and over what is kept, beside reading and parsing the file.

The file is made once from a seed: 1 GB of compiled releases, one a line, with parties, items,
documents, bids, awards and contracts. `typed parse` reads only the fields that screens need and
keeps nothing; it is what all others are compared with. The eleven are computed in one pass over the
releases, as `sunledger ocds --compatible` does. The peer is DuckDB: bench/tenders_peer.py.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from bench.measure import in_turns, table


class _NoPandas:
    """Hides pandas, which pyarrow loads where it finds it; a site has none."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Say that there is no pandas."""
        if name in ("pandas", "numpy"):
            raise ModuleNotFoundError(name)


def reading(file: str) -> str:
    """Read the file and count its lines."""
    with Path(file).open("rb") as held:
        return f"{sum(1 for _ in held)} lines"


def reading_changed(file: str) -> str:
    """Read the other file, of which one line in a hundred has changed, and count its lines."""
    return reading(str(_changed(Path(file), wanted=True)))


def parsing(file: str, shape: str) -> str:
    """Parse every line into the fields that are needed, and keep nothing."""
    from sunledger.screening.ocds import narrow, tables

    decoder = narrow.decoder(getattr(tables, shape))
    with Path(file).open("rb") as held:
        return f"{sum(decoder.decode(line) is not None for line in held)} releases"


def eleven(file: str) -> str:
    """Compute the eleven indicators as Cardinal does, from the lines to a file of flags."""
    sys.meta_path.insert(0, _NoPandas())
    from sunledger.core.content import Content
    from sunledger.screening.procurement import flags, one_pass
    from sunledger.screening.procurement.settings import Settings

    passed = one_pass.screened([Content(Path(file), "releases")], Settings(compatible=True))
    if passed is None:
        raise RuntimeError("a process would have to be merged")
    flags.write(passed.found.flags, Path(file).with_suffix(".csv"))
    return f"{passed.found.flags.num_rows} flags"


def cold(file: str) -> str:
    """Read the lines, keep tables and facts, and judge all screens but those that come later."""
    sys.meta_path.insert(0, _NoPandas())
    from sunledger.core.content import Content

    kept = _kept(file)
    shutil.rmtree(kept.folder, ignore_errors=True)
    kept.folder.mkdir()
    kept.read([Content(Path(file), "releases")])
    return _judged(file, 15, _first())


def once(file: str) -> str:
    """Judge all screens but those that come later, and keep nothing but their flags."""
    sys.meta_path.insert(0, _NoPandas())
    from sunledger.core.content import Content
    from sunledger.screening.ocds import flat
    from sunledger.screening.ocds.tables import SCREENS
    from sunledger.screening.procurement import flags, run
    from sunledger.screening.procurement.settings import Settings

    folder = Path(file).with_suffix(".once")
    shutil.rmtree(folder, ignore_errors=True)
    flat.write([Content(Path(file), "releases")], folder, SCREENS)
    screens = _first()
    found = run.screened(folder, Settings(days=15), screens)
    flags.write(found.flags, Path(file).with_suffix(".once.csv"))
    shutil.rmtree(folder)
    return f"{found.flags.num_rows} flags of {len(screens)} screens"


def later(file: str) -> str:
    """Judge three screens more, over what is kept."""
    sys.meta_path.insert(0, _NoPandas())
    for one in _LATER:
        for facts in _kept(file).facts.glob(f"{one}-*"):
            facts.unlink()
    return _judged(file, 15, [one for one in _shelf() if one.code in _LATER])


def limits(file: str) -> str:
    """Judge all screens with other limits."""
    sys.meta_path.insert(0, _NoPandas())
    return _judged(file, 10, _first())


def changed(file: str) -> str:
    """Judge all screens after one line in a hundred has changed, or has changed back."""
    sys.meta_path.insert(0, _NoPandas())
    from sunledger.core.content import Content

    kept = _kept(file)
    if not kept.update([Content(_changed(Path(file), kept.state().times % 2 == 0), "releases")]):
        raise RuntimeError("all would have to be read anew")
    return _judged(file, 15, _first())


def _changed(file: Path, wanted: bool) -> Path:
    """Return the file, or a copy of it in which one line in a hundred has another amount."""
    other = file.with_suffix(".changed")
    if wanted and not other.exists():
        with file.open("rb") as held, other.with_suffix(".half").open("wb") as to:
            for number, line in enumerate(held):
                to.write(line if number % 100 else line.replace(b'"amount": ', b'"amount": 1'))
        other.with_suffix(".half").rename(other)
    return other if wanted else file


_LATER = {"R013", "R022", "R031"}


def _shelf() -> Any:
    from sunledger.screening.procurement.shelf import ALL

    return ALL


def _first() -> Any:
    return [one for one in _shelf() if one.code not in _LATER]


def _kept(file: str) -> Any:
    from sunledger.screening.procurement.kept import Kept

    return Kept(Path(file).with_suffix(".kept"))


def _judged(file: str, days: int, screens: Any) -> str:
    """Judge screens over what is kept, and write their flags."""
    from sunledger.screening.procurement import flags
    from sunledger.screening.procurement.settings import Settings

    found = _kept(file).screened(Settings(days=days), screens)
    flags.write(found.flags, Path(file).with_suffix(".csv"))
    return f"{found.flags.num_rows} flags of {len(screens)} screens"


def measure() -> None:
    """Print what each costs."""
    from bench.tenders_made import SIZE, made  # of which contestants need nothing

    file = str(made())
    _changed(Path(file), wanted=True)
    costs = in_turns({name: (f"bench.{one}", file, *more) for name, (one, *more) in _ALL.items()})
    print(f"\nProcurement releases of {SIZE >> 20} MB")
    for title, names in _TABLES.items():
        print(table(title, {name: costs[name] for name in names}, names[0]))


# What runs, by its name: the function and its words behind the file. What stands behind the cold
# run goes on with what was kept before it.
_ALL = {
    "reading the file": ("tenders:reading",),
    "typed parse, fields of the eleven": ("tenders:parsing", "ELEVEN"),
    "eleven screens, cold": ("tenders:eleven",),
    "DuckDB, six tables and no screens": ("tenders_peer:duckdb",),
    "typed parse, fields of screens": ("tenders:parsing", "SCREENS"),
    "all screens but three, cold": ("tenders:once",),
    "typed parse, fields of all": ("tenders:parsing", "COLUMNS"),
    "all screens but three, cold, kept": ("tenders:cold",),
    "three new screens": ("tenders:later",),
    "new limits": ("tenders:limits",),
    # Read by itself first, so that both files lie in the memory of the machine, and not one.
    "reading the changed file": ("tenders:reading_changed",),
    "one line in a hundred changed": ("tenders:changed",),
}
# The rows of each table by its title; the others are compared with the first.
_TABLES = {
    "The eleven screens, beside a typed parse": (
        "typed parse, fields of the eleven",
        "reading the file",
        "eleven screens, cold",
        "DuckDB, six tables and no screens",
    ),
    "All screens, nothing kept": (
        "typed parse, fields of screens",
        "all screens but three, cold",
    ),
    "All screens, tables and facts kept": (
        "typed parse, fields of all",
        "all screens but three, cold, kept",
    ),
    "Again, over what is kept": (
        "all screens but three, cold, kept",
        "three new screens",
        "new limits",
        "reading the changed file",
        "one line in a hundred changed",
    ),
}
