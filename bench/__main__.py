"""Run every subject, or those that are named: `./run bench`, `./run bench sheets`.

Words that begin with -- are for the subjects: `./run bench linkage --full`.
"""

import importlib
import sys
from pathlib import Path

FRAME = {
    "planted",
    "planted_files",
    "unseen",
    "__init__",
    "__main__",
    "measure",
    "ledger_pages",
    "ledger_peer",
    "ledger_served",
    "ledger_site",
    "province_made",
    "province_pandas",
    "province_peers",
    "province_polars",
    "province_postgres",
    "province_registers",
    "province_sql",
    "province_tables",
    "sunshine_load",
    "sunshine_site",
    "tenders_peer",
    "visits",
}


def main() -> int:
    """Measure and print."""
    here = Path(__file__).parent
    subjects = sorted({file.stem for file in here.glob("*.py")} - FRAME)
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")] or subjects
    if unknown := set(wanted) - set(subjects):
        print(f"Nothing is measured under {', '.join(unknown)}. There is: {', '.join(subjects)}.")
        return 1
    for subject in wanted:
        importlib.import_module(f"bench.{subject}").measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
