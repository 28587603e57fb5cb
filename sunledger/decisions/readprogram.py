"""The program that reads a file in a process of its own, with little memory and time.

A PDF or a Word file may be built to take all memory, and a text to make a pattern run for hours.
So the process of the site never opens one. The file comes in on standard input, its name as the
third argument after the memory and the seconds; what was found goes out as one JSON text, and how
far the reading is as lines on standard error: steps done, and of how many.
"""

import json
import sys
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from sunledger.core.confined import bounded
from sunledger.decisions.reading.blocks import blocks_of
from sunledger.decisions.reading.document import Document, Unreadable
from sunledger.decisions.reading.pdffile import Tell, untold
from sunledger.decisions.reading.reader import document_of, read
from sunledger.decisions.readout.propose import propose
from sunledger.decisions.readout.sentences import sentences

_HERE = Path(__file__).parent


def found(content: bytes, name: str, tell: Tell = untold) -> dict[str, Any]:
    """Return what a file says, and what is proposed of it, as plain data."""
    document = storable(read(content, name, tell))
    readout = propose(document)
    meetings = [asdict(one) for one in readout.meetings]
    said = readout.as_json() | {"meetings": meetings, "form": document.form}
    del said["meeting"]  # the same facts once more, for readers of the file
    return said | {"rules": rules_version(), "sentences": sentence_places(document)}


def storable(document: Document) -> Document:
    """Return the document without signs that no database keeps; every place stays the same."""
    clean = "".join("\ufffd" if _unkept(sign) else sign for sign in document.text)
    if "\r" in clean:
        return document_of(clean.replace("\r\n", "\n").replace("\r", "\n"), document.form)
    return document if clean == document.text else replace(document, text=clean)


def sentence_places(document: Document) -> list[list[int]]:
    """Return where each sentence, and each cell of a table, stands."""
    said = [one.span() for block in blocks_of(document) for one in sentences(block.body)]
    cells = [cell for table in document.tables for row in table.rows for cell in row]
    places = {(span.start, span.end) for span in [*said, *cells] if span.end > span.start}
    return [list(place) for place in sorted(places)]


def rules_version() -> str:
    """Return a number of the rules as they are: of all files that propose."""
    digest = sha256()
    for folder in ("reading", "readout"):
        for file in sorted((_HERE / folder).rglob("*")):
            if file.suffix in (".py", ".toml"):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _tell(done: int, of: int) -> None:
    """Write how far the reading is, for whoever watches."""
    sys.stderr.write(f"{done} {of}\n")
    sys.stderr.flush()


def _unkept(sign: str) -> bool:
    return sign == "\0" or "\ud800" <= sign <= "\udfff"


def main() -> int:
    """Write out what was found, or the sentence that says why not."""
    bounded(int(sys.argv[1]), int(sys.argv[2]))
    try:
        said = found(sys.stdin.buffer.read(), sys.argv[3], _tell)
    except MemoryError:
        return 3
    except Unreadable as error:
        said = {"refused": {"msgid": error.problem.msgid, "params": error.problem.params}}
    sys.stdout.write(json.dumps(said, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
