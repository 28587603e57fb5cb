"""A programme as plain rows: all that its figures stand on, so that anyone can count again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sunledger.ledger.programme.tree import Node, Programme


def rows(shown: Programme) -> Iterator[dict[str, Any]]:
    """Give a row for each item, every whole before its parts."""
    codes = {node.item.pk: node.item.code for node in shown.nodes}
    for node in shown.nodes:
        yield _row(node, codes)


def _row(node: Node, codes: dict[int, str]) -> dict[str, Any]:
    """Return one item as a row."""
    item = node.item
    return {
        "number": node.number,
        "code": item.code,
        "parent": codes.get(item.parent_id, ""),
        "depth": node.depth,
        "title": item.title,
        "unit": item.unit.code,
        "doer": item.doer.code if item.doer else "",
        "drive": item.drive,
        "reopens": codes.get(item.reopens_id, ""),
        "state": str(item.state),
        "light": item.light,
        "outcome": str(item.outcome),
        "opened": _day(item.opened_on),
        "starts": _day(item.starts_on),
        "due": _day(item.due),
        "due_first": _day(item.due_first),
        "answered": _day(item.answered_on),
        "closed": _day(item.closed_on),
        "begins": _day(node.begins),
        "ends": _day(node.ends),
        "slack": node.slack,
        "critical": node.critical,
        "late": node.late,
        "after": node.after,
        "done": node.done,
        "of": node.leaves,
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
