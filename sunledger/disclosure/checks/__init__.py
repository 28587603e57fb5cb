"""What is looked at before a sheet is handed on: shown to who enters and to who reviews it.

Each check says a sentence. Some stop the sheet, some ask for a reason that the reviewer reads, and
some only point something out. One pass over the lines serves all of them.
"""

from sunledger.disclosure.checks.finding import Finding
from sunledger.disclosure.checks.run import found_in, is_long, need_answers

__all__ = ["Finding", "found_in", "is_long", "need_answers"]
