"""Reading ten kilobytes, and what the rules find when those that only one text needs are off.

The quality is measured where the labelled texts lie beside the project in shared/readouts;
elsewhere that part says that it is left out.
"""

import json
import re
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sunledger.decisions import readout
from sunledger.decisions.reading.document import Document
from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.rules import SHELF

ROOM = readout.__name__
EXAMPLES = Path(str(readout.__file__)).parent / "examples"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "readouts"
PROSE = (
    "会议强调，各镇要于4月30日前完成账目清查，建立问题清单。县财政局要对大额支出开展抽查，每季度通报一次。\n"
    "The meeting emphasized that all towns must publish their accounts by June 30, 2024. The clerk "
    "shall keep every voucher for at least ten years and report to the board every quarter.\n"
)


class Score(NamedTuple):
    """Directives found, proposed and labelled."""

    hit: int
    proposed: int
    labelled: int

    @property
    def f(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / max(1, self.proposed + self.labelled)


def measure() -> None:
    """Print the speed, and the plain and the cross-validated figures."""
    text = (PROSE * 60).encode()[:10240].decode("utf-8", "ignore")
    propose(document_of(text))
    best = min(_seconds(text) for _ in range(5))
    print(f"\nTen kilobytes take {best * 1000:.0f} ms of CPU (first use compiles the rules once).")
    if not SHARED.exists():
        print("The labelled readouts are not here; their figures are left out.")
        return
    names = sorted(file.stem for file in (SHARED / "gold").glob("*.json"))
    plain = {name: score(name) for name in names}
    alone = {name: left_out(name, names, made=False) for name in names}
    backed = {name: left_out(name, names, made=True) for name in names}
    print(f"{'':10} {'texts':>6} {'labelled':>9} {'span F':>8} {'alone':>8} {'backed':>8}")
    for stratum in ("zh", "en-mt", "en", ""):
        group = [name for name in names if stratum in ("", _gold(name)["meta"]["lang"])]
        figures = [_sum(scores, group) for scores in (plain, alone, backed)]
        print(
            f"{stratum or 'all':10} {len(group):6} {figures[0].labelled:9} "
            f"{figures[0].f:8.3f} {figures[1].f:8.3f} {figures[2].f:8.3f}"
        )
    print(
        "(alone: each text is read without the rules that no other labelled text needs, and\n"
        " without the words of the lists that stand in no other; backed: a rule or word stays\n"
        " if a text of our own needs it)"
    )


def _seconds(text: str) -> float:
    begun = time.process_time()
    propose(document_of(text))
    return time.process_time() - begun


def _sum(scores: dict[str, Score], names: list[str]) -> Score:
    return Score(*(sum(parts) for parts in zip(*(scores[name] for name in names), strict=True)))


@cache
def _gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SHARED / "gold" / f"{name}.json").read_text("utf-8"))
    return loaded


@cache
def _document(name: str) -> Document:
    return read((SHARED / "files" / f"{name}.txt").read_bytes(), f"{name}.txt")


def score(name: str) -> Score:
    """Return how many directives of a text are found, each with half of its stretch or more."""
    ours = [one.span for one in propose(_document(name)).directives]
    theirs = [(one["start"], one["end"]) for one in _gold(name)["directives"]]
    pairs = sorted(
        ((_overlap(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)),
        reverse=True,
    )
    left, right = set(range(len(ours))), set(range(len(theirs)))
    for share, i, j in pairs:
        if share >= 0.5 and i in left and j in right:
            left.remove(i)
            right.remove(j)
    return Score(len(theirs) - len(right), len(ours), len(theirs))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0


@cache
def _needing(names: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return for every rule the labelled texts that are read worse without it."""
    plain = {name: score(name).f for name in names}
    needing = {}
    for file in SHELF.files:
        for rule in SHELF.files[file].rules:
            with without({rule.name}, set()):
                worse = {name for name in names if score(name).f < plain[name]}
            needing[rule.name] = frozenset(worse)
    return needing


@cache
def _backed() -> frozenset[str]:
    """Return the rules without which an example text of our own is read worse."""
    backed = set()
    for rule in (rule for file in SHELF.files.values() for rule in file.rules):
        with without({rule.name}, set()):
            if not all(_fits(*one) for one in _made()):
                backed.add(rule.name)
    return frozenset(backed)


@cache
def _made() -> tuple[tuple[str, list[str]], ...]:
    """Return the example texts of our own, with what in them is a directive."""
    texts = [
        entry
        for file in sorted(EXAMPLES.glob("*.toml"))
        for entry in tomllib.loads(file.read_text("utf-8"))["texts"]
    ]
    return tuple((re.sub("[«»]", "", one["text"]), _marked(one)) for one in texts)


def _marked(entry: dict[str, Any]) -> list[str]:
    marked: list[str] = entry.get("marked") or re.findall("(?s)«(.*?)»", entry["text"])
    return marked


def _fits(text: str, marked: list[str]) -> bool:
    return [one.quotation for one in propose(document_of(text.strip("\n"))).directives] == marked


def left_out(name: str, names: list[str], *, made: bool) -> Score:
    """Return the score of a text without what only that text would have asked for."""
    needing = _needing(tuple(names))
    kept = _backed() if made else frozenset()
    rules = {rule for rule, texts in needing.items() if texts == {name}} - kept
    others = "\n".join(_document(other).text.lower() for other in names if other != name)
    if made:
        others += "\n".join(text.lower() for text, _ in _made())
    own = _document(name).text.lower()
    words = {
        word
        for some in SHELF.files.values()
        for kept in some.words.values()
        for word in kept
        if word.lower() in own and word.lower() not in others
    }
    with without(rules, words):
        return score(name)


@contextmanager
def without(rules: set[str], words: set[str]) -> Iterator[None]:
    """Read without these rules and words."""
    kept_words, kept_subjects = SHELF.words, dict(SHELF._subjects)
    fewer = {name: [w for w in some if w not in words] or some for name, some in kept_words.items()}
    SHELF.__dict__["words"] = fewer
    SHELF._subjects.clear()
    for file in SHELF.files:
        SHELF.subject(file).drop(rules)
    _forget()
    try:
        yield
    finally:
        SHELF.__dict__["words"] = kept_words
        SHELF._subjects.clear()
        SHELF._subjects.update(kept_subjects)
        _forget()


def _forget() -> None:
    """Forget the patterns that were made of the lists."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(ROOM):
            continue
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()
