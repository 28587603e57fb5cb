"""The program that makes a copy in a process of its own, with little memory and time.

The file comes in on standard input. What is said of the copy goes out as one line of JSON, and the
bytes of the copy behind it.
"""

import json
import logging
import sys
import warnings
from typing import Any

from sunledger.core.cleancopy.kinds import copied
from sunledger.core.cleancopy.made import NoCopy, damaged
from sunledger.core.confined import bounded

_WORDS = 200_000  # more than that nobody looks through on a page


def said(act: str, content: bytes, name: str, pixels: int) -> tuple[dict[str, Any], bytes]:
    """Return what is said of a copy, and the copy."""
    try:
        if act == "taken":
            from sunledger.core.cleancopy.pictures import taken

            return {"taken": taken(content, pixels)}, b""
        made = copied(content, name, pixels)
    except MemoryError:
        raise
    except NoCopy as error:
        return _refused(error), b""
    except Exception:  # whatever the engines raise at a file that is none
        return _refused(damaged(name)), b""
    about = {"kind": made.kind, "removed": made.removed, "taken": made.taken}
    return {**about, "words": made.words[:_WORDS]}, made.content


def _refused(error: NoCopy) -> dict[str, Any]:
    return {"refused": {"msgid": error.problem.msgid, "params": error.problem.params}}


def main() -> int:
    """Write out the copy, or the sentence that says why there is none."""
    act, memory, seconds, pixels, name = sys.argv[1:]
    bounded(int(memory), int(seconds))
    warnings.simplefilter("ignore")
    logging.disable()
    try:
        about, copy = said(act, sys.stdin.buffer.read(), name, int(pixels))
    except MemoryError:
        return 3
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + copy)
    return 0


if __name__ == "__main__":
    sys.exit(main())
