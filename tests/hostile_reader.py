"""A process that reads one hostile file within bounds and says what became of it, as JSON.

Its bounds are those that are promised: two gigabytes of memory and two minutes of computing, for
itself and, once more, for the process that it lets open workbooks.
"""

import json
import sys
from pathlib import Path

MEMORY, SECONDS = 2 << 30, 120


def main() -> int:
    """Read the files named on the command line, one after another."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import django
    from django.conf import settings

    settings.configure(USE_I18N=False)
    django.setup()
    for line in sys.stdin:
        number, file, name = json.loads(line)
        sys.stdout.write(json.dumps({"number": number, **_read(Path(file), name)}) + "\n")
        sys.stdout.flush()
    return 0


def _read(file: Path, name: str) -> dict[str, object]:
    """Return the lines kept, their amounts, all that was said, and whether every row is counted."""
    import resource

    from sunledger.core.workbook import BadFile, open_sheets
    from sunledger.disclosure.category import CATEGORIES
    from sunledger.disclosure.sheet import read

    kept, whole = 0, True
    amounts: list[object] = []
    said: list[str] = []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        for sheet in open_sheets(file.read_bytes(), name):
            reading = read(
                sheet, CATEGORIES["village-payments"], tell=lambda one: said.append(str(one)[:300])
            )
            for row in reading.rows:
                kept += 1
                if len(amounts) < 5:
                    amounts.append(row.values.get("amount"))
            counts = reading.counts
            others = counts.refused + counts.blank + counts.title + counts.header + counts.total
            whole &= counts.rows == counts.kept + others
    except BadFile as error:
        said.append(str(error))
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    return {"kept": kept, "amounts": amounts, "said": said[:50], "whole": whole, "seconds": seconds}


if __name__ == "__main__":
    sys.exit(main())
