"""Screens of procurement, cold and over what is kept, beside reading and parsing the file.

The file is made once from a seed: 1 GB of compiled releases, one a line, with parties, items,
documents, bids, awards and contracts. `typed parse` reads only the fields that screens need and
keeps nothing; it is what all others are compared with. The eleven are computed in one pass over the
releases, as `sunledger ocds --compatible` does. The peer is DuckDB: bench/tenders_peer.py.
"""

import json
import os
import shutil
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import cost, table, work_folder

SIZE = int(os.environ.get("SUNLEDGER_BENCH_TENDERS_MB", "1000")) << 20
_WORDS = ("护坡工程施工", "设备采购", "含运输、安装与调试", "一年质保", "详见招标文件")


def made() -> Path:
    """Return the file of releases, made once from a seed."""
    file = work_folder() / f"tenders_{SIZE >> 20}.jsonl"
    if file.exists():
        return file
    random = Random(7)  # noqa: S311 - a seed is the point
    part = file.with_suffix(".part")
    with part.open("wb") as held:
        number = 0
        while held.tell() < SIZE:
            held.write(json.dumps(_release(random, number), ensure_ascii=False).encode() + b"\n")
            number += 1
    return part.rename(file)


def _release(random: Random, number: int) -> dict[str, Any]:
    """Return a compiled release."""
    month = random.randrange(1, 12)
    value = random.lognormvariate(12, 1.2)
    firms = random.sample(range(20_000), random.choice((1, 1, 2, 3, 4, 5, 7)))
    items = [_item(random) for _ in range(random.randrange(1, 5))]
    winner = [{"id": f"CN-{firms[0]}", "name": f"第{firms[0]}建材有限公司"}]
    return {
        "ocid": f"ocds-made-{number}",
        "id": f"ocds-made-{number}-1",
        "date": f"2024-{month:02}-28T08:00:00+08:00",
        "tag": ["compiled"],
        "language": "zh",
        "parties": [_party(firm) for firm in firms],
        "buyer": {"id": f"B-{number % 500}", "name": f"第{number % 500}局"},
        "tender": {
            "id": str(number),
            "title": _said(random, 3),
            "description": _said(random, 20),
            "status": random.choice(("complete", "complete", "active", "cancelled")),
            "procurementMethod": random.choice(("open", "selective", "direct")),
            "numberOfTenderers": len(firms),
            "tenderPeriod": {
                "startDate": f"2024-{month:02}-01T08:00:00+08:00",
                "endDate": f"2024-{month:02}-{random.randrange(5, 27):02}T10:00:00+08:00",
            },
            "value": _money(value),
            "items": items,
            "documents": [_document(random, one) for one in range(random.randrange(2, 6))],
        },
        "bids": {"details": [_bid(random, month, firm, value) for firm in firms]},
        "awards": [
            {
                "id": "1",
                "status": "active",
                "date": f"2024-{month:02}-28T08:00:00+08:00",
                "value": _money(value),
                "suppliers": winner,
                "items": items,
            }
        ],
        "contracts": [{"id": "1", "awardID": "1", "status": "active", "value": _money(value)}],
    }


def _said(random: Random, many: int) -> str:
    return "，".join(random.choice(_WORDS) for _ in range(many))


def _money(value: float) -> dict[str, Any]:
    return {"amount": round(value, 2), "currency": "CNY"}


def _item(random: Random) -> dict[str, Any]:
    code = str(random.randrange(10_000_000, 99_999_999))
    return {
        "id": code,
        "description": _said(random, 3),
        "classification": {"scheme": "CPV", "id": code, "description": _said(random, 2)},
        "quantity": random.randrange(1, 50),
    }


def _party(firm: int) -> dict[str, Any]:
    return {
        "id": f"CN-{firm}",
        "name": f"第{firm}建材有限公司",
        "roles": ["tenderer"],
        "identifier": {"scheme": "CN-USCC", "id": f"9121{firm:014}"},
        "address": {"streetAddress": f"河东路{firm}号", "locality": "清河县"},
        "contactPoint": {"telephone": f"024-{firm:07}"},
    }


def _bid(random: Random, month: int, firm: int, value: float) -> dict[str, Any]:
    return {
        "id": str(firm),
        "date": f"2024-{month:02}-{random.randrange(1, 27):02}T1{random.randrange(10)}:30:00Z",
        "status": random.choice(("valid", "valid", "valid", "disqualified")),
        "tenderers": [{"id": f"CN-{firm}", "name": f"第{firm}建材有限公司"}],
        "value": _money(value * random.uniform(0.95, 1.2)),
    }


def _document(random: Random, number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "title": _said(random, 3),
        "url": f"https://example.org/documents/{random.getrandbits(200):050x}",
        "datePublished": "2024-01-01T00:00:00Z",
    }


class _NoPandas(MetaPathFinder):
    """Hides pandas, which pyarrow loads where it finds it; a site has none."""

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Say that there is no pandas."""
        if name in ("pandas", "numpy"):
            raise ModuleNotFoundError(name)


def reading(file: str) -> str:
    """Read the file and count its lines."""
    with Path(file).open("rb") as held:
        return f"{sum(1 for _ in held)} lines"


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
    file = str(made())
    parsed = {
        "typed parse, fields of the eleven": cost("bench.tenders:parsing", file, "ELEVEN"),
        "typed parse, fields of all": cost("bench.tenders:parsing", file, "COLUMNS"),
    }
    costs = {
        "reading the file": cost("bench.tenders:reading", file),
        **parsed,
        "eleven screens, cold": cost("bench.tenders:eleven", file),
        "DuckDB, six tables and no screens": cost("bench.tenders_peer:duckdb", file),
    }
    title = f"Procurement releases ({SIZE >> 20} MB), beside a typed parse"
    print(table(title, costs, "typed parse, fields of the eleven"))
    narrow = {
        "typed parse, fields of screens": cost("bench.tenders:parsing", file, "SCREENS"),
        "all screens but three, cold": cost("bench.tenders:once", file),
    }
    print(table("All screens, nothing kept", narrow, "typed parse, fields of screens"))
    wide = {
        "typed parse, fields of all": parsed["typed parse, fields of all"],
        "all screens but three, cold, kept": cost("bench.tenders:cold", file),
    }
    print(table("All screens, tables and facts kept", wide, "typed parse, fields of all"))
    whole = wide["all screens but three, cold, kept"]
    _changed(Path(file), wanted=True)
    again = {
        "cold": whole,
        "three new screens": cost("bench.tenders:later", file),
        "new limits": cost("bench.tenders:limits", file),
        "one line in a hundred changed": cost("bench.tenders:changed", file),
    }
    print(table("Again, over what is kept", again, "cold"))
