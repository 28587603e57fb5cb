"""The forms by which an item is received and started, and by which its doer is given time."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import actions as ledger
from sunledger.ledger.models import Move
from sunledger.units.models import Unit
from sunledger.web.forms import DayField, UnitField, WordsField
from sunledger.web.pages.move_form import MoveForm


class SignForm(MoveForm):
    """That the item has come."""

    does = staticmethod(ledger.sign)


class StartForm(MoveForm):
    """That the work begins, and whether it is done in one go."""

    does = staticmethod(ledger.start)

    single_act = WordsField(
        label=_("If it is a single act that needs no plan: why"), required=False
    )


class SingleForm(MoveForm):
    """Why no plan is needed."""

    does = staticmethod(ledger.call_single)

    note = WordsField(label=_("Why it is a single act that needs no plan"))


class PauseForm(MoveForm):
    """Why the work rests, and until when."""

    does = staticmethod(ledger.pause)

    reason = WordsField(label=_("Why the work rests"))
    until = DayField(label=_("Paused until"))

    def prepare(self) -> None:
        """Say for how long at most."""
        days = settings.SUNLEDGER_STATES["pause_days"]
        self.field("until").help_text = _(
            "At most %(days)s days. The day due moves by the working days of the pause."
        ) % {"days": days}


class ResumeForm(MoveForm):
    """What has changed."""

    does = staticmethod(ledger.resume)

    note = WordsField(label=_("Why the work is taken up again"))


class ProlongForm(MoveForm):
    """Why it takes long, until when, and when it is reviewed."""

    does = staticmethod(ledger.prolong)

    reason = WordsField(label=_("Why it takes long, and what the plan is"))
    due = DayField(label=_("Due"))
    review_on = DayField(label=_("Next review"))

    def prepare(self) -> None:
        """Propose the latest day of a review."""
        propose_review(self)


class ReviewForm(MoveForm):
    """How far it is, and when it is looked at next."""

    does = staticmethod(ledger.review)

    note = WordsField(label=_("How far it is"))
    review_on = DayField(label=_("Next review"))

    def prepare(self) -> None:
        """Propose the latest day of a review."""
        propose_review(self)


def propose_review(form: MoveForm) -> None:
    """Put the latest day of the next review into a form."""
    days = settings.SUNLEDGER_STATES["review_days"]
    form.field("review_on").initial = timezone.localdate() + timedelta(days)
    form.field("review_on").help_text = _("At most %(days)s days from today.") % {"days": days}


class AskTimeForm(MoveForm):
    """Why more time is needed, and until when."""

    does = staticmethod(ledger.ask_time)

    reason = WordsField(label=_("Why more time is needed"))
    until = DayField(label=_("Until"))


class GrantForm(MoveForm):
    """Until when, and why."""

    does = staticmethod(ledger.grant_time)

    until = DayField(label=_("Until"))
    note = WordsField(label=_("Reason"))

    def prepare(self) -> None:
        """Propose what the doer asks for."""
        self.field("until").initial = self.item.asked_until


class DenyForm(MoveForm):
    """Why the day stays."""

    does = staticmethod(ledger.deny_time)

    reason = WordsField(label=_("Reason"))


class TransferForm(MoveForm):
    """To whom, and why."""

    does = staticmethod(ledger.transfer)

    to = UnitField(label=_("Unit that should do the work"))
    reason = WordsField(label=_("Why it is that unit's work"))

    def prepare(self) -> None:
        """Offer every unit; which of them can be checked by the checker, the ledger knows."""
        self.field("to").among = Unit.objects.all()
        self.suggest(self.item.unit, "to")


class AcceptForm(MoveForm):
    """That the work is this unit's."""

    does = staticmethod(ledger.accept)

    note = WordsField(label=_("Note"), required=False)


class RefuseForm(MoveForm):
    """Why it is not."""

    does = staticmethod(ledger.refuse)

    reason = WordsField(label=_("Why it is not this unit's work"))


class AllotForm(MoveForm):
    """Which of the two does the work, and why."""

    does = staticmethod(ledger.allot)

    to = forms.ModelChoiceField(
        label=_("Unit that does the work"), queryset=Unit.objects.none(), to_field_name="code"
    )
    reason = WordsField(label=_("Reason"))

    def prepare(self) -> None:
        """Offer the two between whom it is to be decided."""
        two = [unit.pk for unit in (self.item.doer, self.item.receiver) if unit]
        self.field("to").queryset = Unit.objects.filter(pk__in=two)


TIME_FORMS: dict[Move, type[MoveForm]] = {
    Move.SIGN: SignForm,
    Move.START: StartForm,
    Move.SINGLE: SingleForm,
    Move.PAUSE: PauseForm,
    Move.RESUME: ResumeForm,
    Move.PROLONG: ProlongForm,
    Move.REVIEW: ReviewForm,
    Move.ASK_TIME: AskTimeForm,
    Move.GRANT: GrantForm,
    Move.DENY: DenyForm,
    Move.TRANSFER: TransferForm,
    Move.ACCEPT: AcceptForm,
    Move.REFUSE: RefuseForm,
    Move.ALLOT: AllotForm,
}
