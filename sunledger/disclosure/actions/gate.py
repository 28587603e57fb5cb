"""What every action asks before it does anything."""

from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from sunledger.core import privacy
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.models import Batch, State
from sunledger.disclosure.refusals import Incomplete, NotNow, SamePerson, TooPersonal
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit, User

Row = TypeVar("Row", bound=Model)


def need(by: User, power: Power, unit: Unit) -> Post:
    """Return the post by which a person may do this today, or raise NotAllowed."""
    return access.need(by, power, unit, timezone.localdate())


def held(row: Row) -> Row:
    """Return the row as it is now, with nobody else able to change it before we are done."""
    return type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)


def need_state(batch: Batch, *states: State) -> None:
    """Refuse what nobody can do to a sheet in its state."""
    if batch.state not in states:
        raise NotNow(
            gettext_noop("This sheet is %(state)s. Look at it again."),
            state=str(State(batch.state).label),
        )


def need_ours(batch: Batch) -> None:
    """Refuse to change the books of another site: they are kept there."""
    if taken := batch.taken.select_related("origin").first():
        raise NotNow(
            gettext_noop("These are the books of %(site)s. Only there can they be changed."),
            site=taken.origin.name,
        )


def need_another(by: User, *others: User | None) -> None:
    """Refuse to let people judge their own work."""
    if by in others:
        raise SamePerson(
            gettext_noop("You have entered this yourself. Another person has to decide it.")
        )


def public_words(text: str) -> str:
    """Return a reason as it may be public; an empty one, or a personal one, is refused."""
    text = text.strip()
    if not text:
        raise Incomplete(gettext_noop("Say why."))
    if found := privacy.find(text):
        raise TooPersonal(privacy.SENTENCES[found[0].kind])
    return text
