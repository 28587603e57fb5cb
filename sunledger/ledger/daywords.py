"""A day inside a sentence, written as the language of the sentence writes days."""

from datetime import date

from django.utils import formats
from django.utils.translation import get_language


def in_words(value: date | str) -> str:
    """Return a day in words; also one that was kept as text, like 2026-03-04."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    is_chinese = (get_language() or "zh").startswith("zh")
    return formats.date_format(on, "Y年n月j日" if is_chinese else "j F Y")
