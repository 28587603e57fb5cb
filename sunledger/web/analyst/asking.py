"""What the command line says, checked before a row is read: mappings, categories and settings."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from sunledger.core.currencies import MINOR
from sunledger.disclosure.category import CATEGORIES, guessed
from sunledger.disclosure.table.mapping import Mapping as Named
from sunledger.screening.screen import Screen
from sunledger.screening.settings import resolved
from sunledger.web.analyst.choosing import has_all, mapping_for


class NotUnderstood(Exception):
    """An option that cannot be meant as it was written."""


def known_category(code: str) -> str:
    """Return the code of a category, or nothing where none was given."""
    if code and code not in CATEGORIES:
        raise NotUnderstood(
            _("There is no category “%(code)s”. There are among others: %(all)s.")
            % {"code": code, "all": ", ".join(sorted({*near_to(code)}))}
        )
    return code


def near_to(code: str) -> list[str]:
    """Return the categories that may have been meant: those spelled alike, and the whole books."""
    return get_close_matches(code, CATEGORIES, n=5) + [one.code for one in guessed()]


def known_currency(code: str) -> str:
    """Return the three letters of a currency, or nothing where none was given."""
    code = code.strip().upper()
    if code and code not in MINOR:
        raise NotUnderstood(_("“%s” is not a currency. Write three letters, like CNY.") % code)
    return code


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """Return what `--map heading=column` says; the last sign of equality divides."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        heading, equals, column = pair.rpartition("=")
        heading, column = heading.strip(), column.strip()
        if not equals or not heading or not column:
            raise NotUnderstood(
                _("--map is written like “Net Amount=amount” or 7=amount, not “%s”.") % pair
            )
        if mapping.setdefault(heading, column) != column:
            raise NotUnderstood(_("--map takes the heading “%s” for two columns.") % heading)
    return mapping


def known_mapping(mapping: dict[str, str], category: str) -> dict[str, str]:
    """Return the mapping, if the category, or any, has all the columns that it names."""
    if not mapping or category:
        chosen = [CATEGORIES[category]] if mapping and category in CATEGORIES else []
    else:
        chosen = [one for one in guessed() if has_all(one, mapping)]
        chosen = chosen[:1] or guessed()[:1]
    for one in chosen:
        Named(mapping_for(one, mapping), one)  # raises the sentence that names the unknown field
    return mapping


def settings_of(pairs: Iterable[str], screens: Mapping[str, Screen]) -> dict[str, dict[str, str]]:
    """Return what `--set screen.setting=value` says, having tried each value on its screen."""
    settings: dict[str, dict[str, str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        code, dot, setting = name.strip().partition(".")
        if not (equals and dot):
            raise NotUnderstood(_("--set is written like split_payments.days=10, not “%s”.") % pair)
        screen = _one(code, screens, _("There is no screen “%(name)s”."))
        _one(setting, screen.defaults, _("%(of)s has no setting “%(name)s”."), code)
        settings.setdefault(code, {})[setting] = value.strip()
        resolved(screen, settings[code])
    return settings


def _one(name: str, known: Mapping[str, Any], sentence: str, of: str = "") -> Any:
    """Return what has the name, or refuse with the nearest name that is known."""
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = _("Did you mean “%s”?") % near[0] if near else ""
    all_names = _("There are: %s.") % ", ".join(sorted(known))
    raise NotUnderstood(" ".join([sentence % {"name": name, "of": of}, hint or all_names]))
