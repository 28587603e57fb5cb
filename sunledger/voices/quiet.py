"""Keeps the pages on which people write out of the log of the site: no moment, address or words.

A line of a log has its second, and a refused form its path: together they tell when somebody
wrote. So what concerns these pages is dropped, and a fault of ours is reported without its text,
at the beginning of the day.
"""

import logging
import re

_PATH = re.compile(r"^(/[a-z-]+)?/((suggestions|questions)/(new|mine)|units/[^/]+/own)/")


class Quiet(logging.Filter):
    """Lets nothing through that says who did what when on these pages."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written, made harmless where it must be."""
        request = getattr(record, "request", None)
        if request is None or not is_quiet(getattr(request, "path", "")):
            return True
        if record.levelno < logging.ERROR:
            return False
        kind = record.exc_info[0] if record.exc_info else None
        record.msg = "A page for suggestions or questions failed today: %s."
        record.args = (kind.__name__ if kind else "it could not be made",)
        record.exc_info = record.exc_text = record.stack_info = None
        record.created -= record.created % 86_400
        record.msecs = 0
        return True


def is_quiet(path: str) -> bool:
    """Whether a page is one of those on which authors write."""
    return bool(_PATH.match(path))
