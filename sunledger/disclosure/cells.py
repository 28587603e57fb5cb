"""What a cell may say in public: as it is, masked as its field says, or not at all."""

from datetime import date

from sunledger.core.privacy.find import SENTENCES, find
from sunledger.core.privacy.masks import masked
from sunledger.core.privacy.names import mask
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import Field
from sunledger.disclosure.refusals import TooPersonal

Value = str | int | date | None

_NEVER = gettext_noop("This column must stay empty or masked, since it is never public.")
_LONG = 10**14  # whole units: more digits than any amount has, and as many as an identity number
_REMEMBERED = 20_000


class Cells:
    """Looks at cells one by one and remembers what it answered, since sheets repeat themselves."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], str] = {}

    def public(self, value: Value, field: Field) -> Value:
        """Return the value as it may be public, or refuse it."""
        if not isinstance(value, str):
            return public_value(value, field)
        key = field.name, field.title.zh, value
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = _public_text(value, field)
        return self._known[key]


def public_value(value: Value, field: Field) -> Value:
    """Return a value as it may be public in a field, or refuse it."""
    if isinstance(value, str):
        return _public_text(value, field)
    if isinstance(value, int):
        whole = abs(value) // 100 if field.kind == "money" else abs(value)
        if whole >= _LONG:
            _public_text(str(whole), field)
    return value


def _public_text(text: str, field: Field) -> str:
    """Return a text as it may be public in a field, or refuse it."""
    if not text:
        return text
    if found := find(text, f"{field.title.zh}\n{field.title.en}"):
        raise TooPersonal(SENTENCES[found[0].kind])
    if field.personal == "never" and not _shows_little(text, field):
        raise TooPersonal(_NEVER)
    if field.personal != "mask":
        return text
    if field.mask in ("", "name"):
        return mask(text, _rule(text, field))
    return masked(text, field.mask)


def _shows_little(text: str, field: Field) -> bool:
    """Whether a cell that is never public was masked, and by no weaker rule than its own."""
    return "*" in text and (not field.mask or masked(text, field.mask) == text)


def _rule(text: str, field: Field) -> str:
    """Return the rule by which a field masks."""
    if field.kind == "person" or field.mask == "name":
        return "party" if field.role == "party" else "name"
    digits = sum(sign.isdigit() for sign in text)
    return "number" if digits * 2 > len(text) else "all"
