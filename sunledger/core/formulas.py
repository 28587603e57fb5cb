"""Texts that a spreadsheet would take for a formula and run, made harmless."""

import re

# A cell that begins so is taken for a formula.
FORMULA = r"^[=+\-@\t\r＝＋－＠]"
NUMBER = r"^[+\-]?[0-9][0-9.,]*$"
_is_formula = re.compile(FORMULA).match
_is_number = re.compile(NUMBER).match


def harmless(text: str) -> str:
    """Return the text as a spreadsheet may show it: what looks like a formula is quoted."""
    return f"'{text}" if _is_formula(text) and not _is_number(text) else text
