"""Procurement releases from a seed: compiled, one a line, with parties, items, bids and awards."""

import json
import os
from pathlib import Path
from random import Random
from typing import Any

from bench.measure import work_folder

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
            held.write(json.dumps(release(random, number), ensure_ascii=False).encode() + b"\n")
            number += 1
    return part.rename(file)


def release(random: Random, number: int) -> dict[str, Any]:
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
