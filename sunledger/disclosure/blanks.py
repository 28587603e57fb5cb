"""Printed forms: a code on paper that leads back to the unit, the category and the period."""

from django.db import transaction

from sunledger.core.checked import read_checked, with_check
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.models import Blank
from sunledger.disclosure.period import read_period
from sunledger.disclosure.refusals import Incomplete
from sunledger.units.models import Unit

_SPREAD = 104_729  # so that the codes of neighbours do not look alike; prime
_ROUND = 31**5
_BACK = pow(_SPREAD, -1, _ROUND)


def code_of(blank: Blank) -> str:
    """Return the code that stands on the paper."""
    return with_check(blank.pk * _SPREAD % _ROUND)


@transaction.atomic
def print_blank(unit: Unit, category: str, period: str) -> Blank:
    """Return the printed form of a unit, a category and a period: one, however often printed."""
    shape = CATEGORIES[category]
    kept, _new = Blank.objects.get_or_create(
        unit=unit, category=shape.code, period=read_period(period, shape)
    )
    return kept


def find_blank(code: str) -> Blank:
    """Return the printed form with a code, or refuse a code that was mistyped."""
    number = read_checked(code)
    if number is None:
        sentence = gettext_noop("The code “%(code)s” is mistyped. Compare it with the paper.")
        raise Incomplete(sentence, code=code[:20])
    blank = Blank.objects.select_related("unit").filter(pk=number * _BACK % _ROUND).first()
    if blank is None or blank.category not in CATEGORIES:
        sentence = gettext_noop("No printed form has the code “%(code)s”.")
        raise Incomplete(sentence, code=code[:20])
    return blank
