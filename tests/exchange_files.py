"""A log of another site, made in memory and files of its books: honest ones or not."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sunledger.core import merkle, note
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.exchange import form
from sunledger.disclosure.models.shape import content_of, digest_of
from sunledger.disclosure.reason import REASONS
from sunledger.seal import fact

SIGNER = note.Signer("there.example", bytes(range(32)))
STRANGER = note.Signer("there.example", bytes(32))
BEGAN = datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC)
SHAPE = content_of(CATEGORIES["village-payments"])
UNITS = (
    {"code": "t", "name": "东山镇", "name_en": "Dongshan", "kind": "town", "parent": ""},
    {"code": "t-v", "name": "石桥村", "name_en": "Shiqiao", "kind": "village", "parent": "t"},
)
PAYEES = ("青泉商贸有限公司", "白溪建材有限公司", "双台农机合作社")
Lines = Callable[[str, list[str]], list[str]]


def code(text: str) -> str:
    """Return a code as it is drawn by chance, the same for the same text."""
    return sha256(text.encode()).hexdigest()[:26]


@dataclass
class Log:
    """What was said there, in order."""

    said: list[tuple[int, str, bytes]] = field(default_factory=list)  # place, body, salt
    entries: list[bytes] = field(default_factory=list)

    def say(self, what: str, facts: dict[str, Any], *, ours: bool = True) -> int:
        """Say a fact; what is not ours stands in the log alone."""
        place = len(self.entries)
        body = fact.body(what, facts, BEGAN + timedelta(hours=place))
        return self.say_text(body, place if ours else -1)

    def say_text(self, body: str, place: int | None = None) -> int:
        """Say a text as it is, whether it makes sense or not."""
        here = len(self.entries)
        salt = sha256(f"salt {here}".encode()).digest()[:16]
        self.entries.append(sha256(salt + body.encode()).digest())
        if place != -1:
            self.said.append((here, body, salt))
        return here

    def sheet(self, name: str = "one", rows: int = 3, **other: Any) -> int:
        """Publish a sheet there; `values` change those of its lines, the rest the sheet itself."""
        values = other.pop("values", {})
        line = other.pop("line", {})
        lines = [self.line(name, number, values) | line for number in range(1, rows + 1)]
        batch = {
            "batch": code(f"sheet {name}"),
            "unit": "t-v",
            "category": "village-payments",
            "version": SHAPE["version"],
            "period": "2024-03",
            "rows": rows,
            "totals": {"CNY": sum(one["amount"] or 0 for one in lines)},
            "file_sha256": sha256(name.encode()).hexdigest(),
            "counts": {"kept": rows},
            "shape": digest_of(SHAPE),
        }
        place = self.say("batch", batch | other)
        for one in lines:
            same = {key: other[key] for key in ("unit", "period", "category") if key in other}
            self.say("published", one | same)
        return place

    @staticmethod
    def line(name: str, number: int, values: dict[str, Any]) -> dict[str, Any]:
        """Return what is said of a line."""
        whole = {
            "paid_on": f"2024-03-{number:02}",
            "payee": PAYEES[number % 3],
            "purpose": "道路维修",
            "amount": 100 * number,
            "voucher": f"记-{number}",
        } | values
        return {
            "record": code(f"line {name} {number}"),
            "batch": code(f"sheet {name}"),
            "unit": "t-v",
            "category": "village-payments",
            "version": SHAPE["version"],
            "period": "2024-03",
            "number": number,
            "sheet": "",
            "line": number + 1,
            "values": {key: value for key, value in whole.items() if value is not None},
            "amount": whole["amount"],
            "currency": "CNY",
            "day": whole["paid_on"],
            "party": whole["payee"],
        }

    def correct(self, name: str, number: int, new: Any, column: str = "payee") -> int:
        """Correct a line there."""
        return self.say(
            "corrected",
            {
                "correction": code(f"correction {name} {number} {new}"),
                "record": code(f"line {name} {number}"),
                "field": column,
                "old": self.line(name, number, {})["values"][column],
                "new": new,
                "reason": "名称有误",
            },
        )

    def withdraw(self, name: str, reason: str = "整张表有误") -> int:
        """Withdraw a sheet there."""
        return self.say("withdrawn", {"batch": code(f"sheet {name}"), "reason": reason})

    def exempt(self, words: str = "无公章使用", **other: Any) -> int:
        """Grant an exemption there."""
        return self.say(
            "exempted",
            {
                "exemption": code(f"exemption {words}"),
                "unit": "t-v",
                "category": "village-seal-log",
                "first_period": "2024-03",
                "last_period": "2024-04",
                "reason": next(iter(REASONS)),
                "words": words,
                "until": "2024-12-31",
                "granted_by": code("post"),
                "granted_by_unit": "q",
            }
            | other,
        )

    def forget(self, name: str) -> int:
        """Forget there what a sheet held of persons."""
        first = next(place for place, body, _ in self.said if code(f"sheet {name}") in body)
        mine = [place for place, body, _ in self.said if f'"{code(f"sheet {name}")}"' in body]
        leaves = [place for place in mine if place > first]
        self.said = [(p, "" if p in leaves else b, s) for p, b, s in self.said]
        said = {
            "batch": code(f"sheet {name}"),
            "leaves": [[leaves[0], leaves[-1]]],
            "why": "retention",
            "on": "2024-12-31",
            "remains": "0" * 64,
        }
        return self.say("erased", said)

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        start = index << level
        leaves = [merkle.leaf_hash(one) for one in self.entries[start : start + (1 << level)]]
        return merkle.root(leaves)

    def root(self, size: int) -> bytes:
        """Return the root over the first entries."""
        return merkle.root([merkle.leaf_hash(one) for one in self.entries[:size]])

    def facts(self, size: int, first: int = 0) -> list[str]:
        """Return the lines of facts.jsonl."""
        found = []
        for place, body, salt in self.said:
            if not first <= place < size:
                continue
            path = [step.hex() for step in merkle.inclusion(place, size, self.node)]
            line: dict[str, Any] = {"entry": place, "path": path}
            if body:
                line |= {"salt": salt.hex(), "body": body}
            else:
                line |= {"erased": self.entries[place].hex()}
            found.append(as_line(line))
        return found


@dataclass(frozen=True)
class Book:
    """How a file is made: of whose log, what the receiver saw, and what somebody changed in it."""

    log: Log
    signer: note.Signer = SIGNER
    size: int = 0  # 0: all
    seen: int = 0
    first: int = 0
    unit: str = "t"
    below: bool = True
    units: Iterable[dict[str, Any]] = UNITS
    shapes: Iterable[dict[str, Any]] = ({"digest": digest_of(SHAPE), "content": SHAPE},)
    key: str = ""
    before: Lines = lambda _name, lines: lines  # changed before it is signed
    after: Lines = lambda _name, lines: lines  # changed after it was signed

    def write(self, path: Path) -> Path:
        """Write the file."""
        size = self.size or len(self.log.entries)
        head = note.Checkpoint(self.signer.name, size, self.log.root(size))
        known: dict[str, Any] = {"key": self.key or str(self.signer.key)}
        if self.seen:
            steps = merkle.consistency(self.seen, size, self.log.node)
            known |= {"seen": self.seen, "consistency": [one.hex() for one in steps]}
        parts = {
            form.CHECKPOINT: note.sign(str(head), self.signer).splitlines(keepends=True),
            form.LOG: [as_line(known)],
            form.PACKAGE: [as_line({"name": "books"})],
            form.UNITS: [as_line(one) for one in self.units],
            form.SHAPES: [as_line(one) for one in self.shapes],
            form.FACTS: self.log.facts(size, self.first),
        }
        parts = {name: self.before(name, lines) for name, lines in parts.items()}
        listed = tuple(_part(name, lines) for name, lines in parts.items())
        manifest = form.Manifest(self.signer.name, self.unit, self.below, self.first, size, listed)
        parts[form.MANIFEST] = note.sign(str(manifest), self.signer).splitlines(keepends=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, lines in parts.items():
                file.writestr(name, "".join(self.after(name, lines)))
        return path

    def but(self, **other: Any) -> Book:
        """Return the same with something else."""
        return dataclasses.replace(self, **other)


def as_line(value: dict[str, Any]) -> str:
    """Return an object as a line."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _part(name: str, lines: list[str]) -> form.Part:
    content = "".join(lines).encode()
    return form.Part(name, sha256(content).hexdigest(), len(content), content.count(b"\n"))
