"""Lists that screens are given: thresholds of laws, debarred firms; and names brought to a form."""

import csv
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sunledger.core.problem import Refused, gettext_noop
from sunledger.screening.ocds.instants import read_instant
from sunledger.screening.procurement.settings import Debarment, Threshold

_EVER = 1 << 62
_BEGINNING = -_EVER
_WANTED = {"currency", "category", "since", "until", "amount", "law"}


@cache
def known_thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds that come with the software."""
    return thresholds(Path(__file__).with_name("thresholds.toml"))


def thresholds(file: Path) -> tuple[Threshold, ...]:
    """Return the thresholds of a TOML file."""
    rows = tomllib.loads(file.read_text("utf-8")).get("threshold", [])
    return tuple(_threshold(row, file.name) for row in rows)


def _threshold(row: dict[str, object], file: str) -> Threshold:
    if unknown := row.keys() - _WANTED:
        sentence = gettext_noop("%(file)s: “%(word)s” is not a word of a threshold.")
        raise Refused(sentence, file=file, word=min(unknown))
    try:
        return Threshold(
            str(row["currency"]),
            str(row.get("category", "")),
            moment(str(row["since"]), _BEGINNING),
            moment(str(row.get("until", "")), _EVER),
            float(str(row["amount"])),
            str(row["law"]),
        )
    except (KeyError, ValueError) as error:
        sentence = gettext_noop("%(file)s: a threshold has no %(word)s.")
        raise Refused(sentence, file=file, word=str(error)) from error


def debarments(file: Path) -> tuple[Debarment, ...]:
    """Return the firms of a CSV file with the headings name, from, to, source."""
    with file.open(encoding="utf-8-sig", newline="") as held:
        reader = csv.DictReader(held)
        if missing := {"name", "from", "to"} - set(reader.fieldnames or ()):
            sentence = gettext_noop("%(file)s: there is no column “%(word)s”.")
            raise Refused(sentence, file=file.name, word=min(missing))
        return tuple(
            Debarment(
                row["name"],
                moment(row["from"], _BEGINNING),
                moment(row["to"], _EVER),
                row.get("source") or "",
            )
            for row in reader
            if plain(row["name"])
        )


def moment(text: str, without: int) -> int:
    """Return the instant that a text names; without one, what stands in its place."""
    found = read_instant(text) if text else None
    return found.at if found else without


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
