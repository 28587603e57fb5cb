"""Codes that publishers write in their own way, mapped to those of the standard, and remembered.

A map is a TOML file with a table for each kind of code. `offered` writes one with every code that
is not of the standard, beside the nearest that is, for a person to look over; from then on the file
says what a code means.
"""

from collections.abc import Mapping
from pathlib import Path

from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.screening.procurement.lists import toml

Statuses = Mapping[str, Mapping[str, str]]

# The codes of the standard, and words that are near to them.
CODES: dict[str, dict[str, tuple[str, ...]]] = {
    "bids": {
        "invited": ("invitado", "convidado", "邀请"),
        "pending": ("submitted", "received", "presentada", "pendiente", "待评"),
        "valid": ("accepted", "qualified", "admitida", "válida", "valida", "evaluated", "有效"),
        "disqualified": (
            "rejected",
            "rechazada",
            "descalificada",
            "invalid",
            "废标",
            "否决",
            "无效",
        ),
        "withdrawn": ("retirada", "cancelled", "撤回"),
    },
    "awards": {
        "pending": ("pendiente", "待定"),
        "active": ("awarded", "complete", "adjudicada", "adjudicado", "中标", "已成交"),
        "cancelled": ("canceled", "anulada", "revocada", "取消"),
        "unsuccessful": ("desierta", "failed", "流标", "废标"),
    },
    "processes": {
        "planning": (),
        "planned": (),
        "active": ("open", "convocado", "进行中"),
        "cancelled": ("canceled", "cancelado", "anulada", "取消", "终止"),
        "unsuccessful": ("desierto", "failed", "流标"),
        "complete": ("closed", "awarded", "completed", "adjudicado", "完成", "结束"),
        "withdrawn": (),
    },
    "methods": {
        "open": ("licitación pública", "公开招标", "竞争性磋商", "询价"),
        "selective": ("restricted", "邀请招标"),
        "limited": ("negotiated", "竞争性谈判"),
        "direct": ("contratación directa", "direct award", "单一来源", "直接采购"),
    },
}
COLUMNS = {"bids": "status", "awards": "status", "processes": "status", "methods": "method"}


def read(file: Path) -> Statuses:
    """Return a map, or refuse one that leads to a code that the standard has not."""
    held = toml(file)
    for kind, codes in held.items():
        known = kind in CODES and isinstance(codes, dict)
        for own, code in codes.items() if known else [("", codes)]:
            if not known or not isinstance(code, str) or code not in CODES[kind]:
                sentence = gettext_noop(
                    "%(file)s: “%(own)s” leads to “%(code)s”, which is no code of %(kind)s."
                )
                raise Refused(sentence, file=file.name, own=own, code=shorten(code), kind=kind)
    return held


def offered(unknown: Mapping[str, Mapping[str, int]]) -> str:
    """Return a map for a person to look over: what is near is filled in, the rest left open."""
    lines = [
        "# What the codes of this publisher mean. Look it over; lines with # are not used yet."
    ]
    for kind, codes in sorted(unknown.items()):
        lines += ["", f"[{kind}]", f"# Codes of the standard: {', '.join(CODES[kind])}."]
        for own, many in sorted(codes.items()):
            near = nearest(kind, own)
            mark = "" if near else "# "
            lines.append(f"{mark}{_quoted(own)} = {_quoted(near)}  # {many} times")
    return "\n".join(lines) + "\n"


def nearest(kind: str, own: str) -> str:
    """Return the code of the standard that a publisher's own is near to; empty where none is."""
    word = own.strip().lower()
    for code, near in CODES[kind].items():
        if word == code or word in near:
            return code
    for code, near in CODES[kind].items():
        if any(one in word for one in near if len(one) > 1):
            return code
    return ""


def _quoted(text: str) -> str:
    plain = "".join(one if one.isprintable() else " " for one in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
