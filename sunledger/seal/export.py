"""The log as plain files, so that a stranger can compute it all again without this program.

entries.txt   one entry a line, in hexadecimal; line n is entry n - 1
facts.jsonl   one fact a line: its entry's index, its salt in hexadecimal, its exact text; of what
              is not for everyone, or was forgotten, the entry stands and the text does not
root.txt      how many entries there are, and the root over them, in hexadecimal
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from sunledger.seal import log
from sunledger.seal.models import Fact, Leaf

_BATCH = 2000


def entries(size: int) -> Iterator[str]:
    """Give the lines of entries.txt."""
    rows = Leaf.objects.filter(index__lt=size).order_by("index").values_list("entry", flat=True)
    for entry in rows.iterator(_BATCH):
        yield bytes(entry).hex() + "\n"


def facts(size: int, withheld: Callable[[int], bool] = lambda leaf: False) -> Iterator[str]:
    """Give the lines of facts.jsonl; what is withheld or erased is named, without a word of it."""
    rows = Fact.objects.filter(leaf__lt=size).order_by("leaf")
    for leaf, salt, body in rows.values_list("leaf_id", "salt", "body").iterator(_BATCH):
        line = {"leaf": leaf, "salt": bytes(salt).hex(), "body": body}
        if not body or withheld(leaf):
            line = {"leaf": leaf, "withheld" if body else "erased": True}
        yield json.dumps(line, ensure_ascii=False) + "\n"


def root(size: int) -> Iterator[str]:
    """Give the lines of root.txt."""
    yield f"{size}\n"
    yield f"{log.root(size).hex()}\n"


FILES = {"entries.txt": entries, "facts.jsonl": facts, "root.txt": root}


def write(folder: Path) -> int:
    """Write the files of the log as it is now; return how many entries it has."""
    size = log.size()
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in FILES.items():
        with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(size))
    return size
