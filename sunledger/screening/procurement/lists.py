"""Lists that screens are given: thresholds of laws, debarred firms; and names brought to a form."""

import csv
import io
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sunledger.core import encoding
from sunledger.core.content import Content
from sunledger.core.problem import Refused, gettext_noop, shorten
from sunledger.core.rows import Limits
from sunledger.screening.ocds.instants import Instant, read_instant
from sunledger.screening.procurement.settings import Debarment, Threshold

_EVER = 1 << 62
_BEGINNING = -_EVER
_DAY = 86_400_000_000
_LARGEST = 256 << 20  # of a list of debarred firms
_WANTED = {"currency", "category", "since", "until", "amount", "law"}


@cache
def known_thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds that come with the software."""
    return thresholds(Path(__file__).with_name("thresholds.toml"))


def thresholds(file: Path) -> tuple[Threshold, ...]:
    """Return the thresholds of a TOML file."""
    rows = toml(file).get("threshold", [])
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        sentence = gettext_noop("%(file)s: write each threshold below a line [[threshold]].")
        raise Refused(sentence, file=file.name)
    return tuple(_threshold(row, file.name) for row in rows)


def toml(file: Path) -> dict[str, Any]:
    """Return what a TOML file says."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        sentence = gettext_noop("%(file)s: this is not TOML in UTF-8 (%(why)s).")
        raise Refused(sentence, file=file.name, why=shorten(error)) from None


def _threshold(row: dict[str, object], file: str) -> Threshold:
    if unknown := row.keys() - _WANTED:
        sentence = gettext_noop("%(file)s: “%(word)s” is not a word of a threshold.")
        raise Refused(sentence, file=file, word=min(unknown))
    since, until = (_instant(str(row.get(name, "")), file) for name in ("since", "until"))
    try:
        return Threshold(
            str(row["currency"]),
            str(row.get("category", "")),
            since.at if since else _BEGINNING,
            until.at if until else _EVER,
            float(str(row["amount"])),
            str(row["law"]),
        )
    except (KeyError, ValueError) as error:
        sentence = gettext_noop("%(file)s: a threshold has no %(word)s.")
        raise Refused(sentence, file=file, word=str(error)) from error


def _instant(text: str, file: str) -> Instant | None:
    """Return the instant that a cell names, if any; what is no date would hold for ever."""
    found = read_instant(text)
    if found is None and text.strip():
        sentence = gettext_noop(
            "%(file)s: “%(text)s” is no date. Write it like 2024-03-31, or leave it empty."
        )
        raise Refused(sentence, file=file, text=shorten(text))
    return found


def debarments(file: Path) -> tuple[Debarment, ...]:
    """Return the firms of a CSV file with the headings name, from, to, source."""
    reader = csv.DictReader(io.StringIO(_text(file), newline=""))
    if missing := {"name", "from", "to"} - set(reader.fieldnames or ()):
        sentence = gettext_noop("%(file)s: there is no column “%(word)s”.")
        raise Refused(sentence, file=file.name, word=min(missing))
    return tuple(_debarment(row, file.name) for row in reader if plain(row["name"] or ""))


def _debarment(row: dict[str, str], file: str) -> Debarment:
    """Return one line of a list; a firm is debarred on the last day as well."""
    since, until = _instant(row["from"] or "", file), _instant(row["to"] or "", file)
    end = _EVER if until is None else until.at + (_DAY if until.says == "day" else 0)
    begin = since.at if since else _BEGINNING
    return Debarment(row["name"], begin, end, row.get("source") or "")


def _text(file: Path) -> str:
    """Return a text file, in whatever encoding it is."""
    content = Content(file, file.name)
    found = encoding.survey(content, Limits())
    return content.whole(_LARGEST).decode(found.encoding, encoding.STRAY)


def plain(name: str) -> str:
    """Return a name in capitals, without accents and signs, to be compared with another."""
    letters = unicodedata.normalize("NFKD", name).upper()
    kept = "".join(one if one.isalnum() else " " for one in letters if not _is_mark(one))
    return " ".join(kept.split())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def matched(names: Iterable[str], debarred: Iterable[Debarment]) -> Iterator[tuple[str, Debarment]]:
    """Give the names as written that are those of debarred firms, each with its debarment."""
    known: dict[str, list[Debarment]] = {}
    for one in debarred:
        known.setdefault(plain(one.name), []).append(one)
    for name in names:
        for one in known.get(plain(name), ()):
            yield name, one
