"""The form of each move of an item, and what it does when it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.core.money import MINOR
from sunledger.ledger import actions as ledger
from sunledger.ledger import hindrances
from sunledger.ledger.models import Evidence, Kind, Milestone, Move, Outcome, Recovery, Role, State
from sunledger.units import access
from sunledger.units.models import Post, Power, Unit
from sunledger.web.forms import DayField, MoneyField, UnitField, WordsField
from sunledger.web.pages import desk_presets
from sunledger.web.pages.desk_item_ends import END_FORMS
from sunledger.web.pages.desk_item_time import TIME_FORMS
from sunledger.web.pages.desk_programme_forms import PROGRAMME_FORMS
from sunledger.web.pages.move_form import MoveForm

DAYS = 14  # what is proposed as the time for an answer
MILESTONES = 4  # rows of the form for milestones
MONEY = [(code, code) for code in ("CNY", *sorted(MINOR.keys() - {"CNY"}))]


class AssignForm(MoveForm):
    """To whom, checked by whom, by when."""

    does = staticmethod(desk_presets.assign)

    doer = UnitField(label=_("Unit that does the work"))
    checker = UnitField(label=_("Unit that checks it"))
    due = DayField(label=_("Due"), required=False)
    rhythm = forms.ChoiceField(
        label=_("Rhythm"),
        choices=desk_presets.choices,
        help_text=_("A rhythm sets the day due, counted from today, and the days on the way."),
        required=False,
    )
    note = WordsField(label=_("Note"), required=False)

    def prepare(self) -> None:
        """Offer the units in reach as doers, any as a checker, and a fortnight."""
        today = timezone.localdate()
        self.field("doer").among = access.reachable(self.by, Power.ASSIGN, today)
        self.field("checker").among = Unit.objects.all()
        self.suggest(self.item.unit, "doer", "checker")
        self.field("due").initial = today + timedelta(DAYS)

    def clean(self) -> dict[str, Any]:
        """See that a day due is named, or a rhythm that gives it."""
        return desk_presets.see(super().clean() or {})


class AnswerForm(MoveForm):
    """What was done."""

    does = staticmethod(ledger.answer)

    note = WordsField(
        label=_("What was done"),
        help_text=_("When the item is closed, this answer is public in your unit's words."),
    )


class SendBackForm(MoveForm):
    """Why the answer does not do."""

    does = staticmethod(ledger.send_back)

    reason = WordsField(label=_("What is missing or wrong"))


class VerifyForm(MoveForm):
    """What was checked, and what was found."""

    does = staticmethod(ledger.verify)

    note = WordsField(
        label=_("How it was checked, and what was found"),
        help_text=_("When the item is closed, this finding is public."),
    )


class CloseForm(MoveForm):
    """How it ended."""

    does = staticmethod(ledger.close)

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome.choices)
    result = WordsField(
        label=_("The result, for everyone to read"),
        help_text=_("Name units and posts, never persons."),
    )
    unrecovered = WordsField(
        label=_("What became of the money that did not come back"), required=False
    )
    exemption = WordsField(
        label=_("Why there was no public notice"),
        help_text=_("Only for what everyone can follow and is closed without a notice."),
        required=False,
    )
    clearing = WordsField(
        label=_("If nothing was wrong: what is said in public for the unit that was named"),
        required=False,
    )

    def prepare(self) -> None:
        """Ask for the reason only where there was no notice and should have been one."""
        if self.item.state == State.NOTICE or not hindrances.needs_notice(self.item):
            del self.fields["exemption"]


class ReopenForm(MoveForm):
    """Why it is not over."""

    does = staticmethod(ledger.reopen)

    reason = WordsField(label=_("Why it is opened anew"))


class AttachForm(MoveForm):
    """A paper, or a note."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in Kind.choices if one[0] != Kind.RERUN]
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True)
    text = WordsField(label=_("Or what it shows, in words"), required=False)
    milestone = forms.ModelChoiceField(
        label=_("Milestone it proves"),
        queryset=Milestone.objects.none(),
        to_field_name="number",
        required=False,
    )

    def prepare(self) -> None:
        """Offer the milestones of the item, if it has any."""
        self.field("milestone").queryset = self.item.milestones.all()
        if not self.item.milestones.exists():
            del self.fields["milestone"]

    def act(self, said: dict[str, Any]) -> object:
        """Hand the file on as the ledger takes it."""
        file = said.pop("file")
        if file:
            said |= {"file_name": file.name, "content": file.read()}
        return ledger.attach(item=self.item, by=self.by, **said)


class RecoverForm(MoveForm):
    """Money that came back, with its receipt."""

    does = staticmethod(ledger.record_recovery)

    amount = MoneyField(label=_("Amount"))
    payer = forms.CharField(label=_("Paid by"), max_length=200)
    paid_to = forms.CharField(label=_("Paid to"), max_length=200)
    on = DayField(label=_("Day of payment"))
    receipt = forms.ModelChoiceField(
        label=_("Receipt"),
        queryset=Evidence.objects.none(),
        to_field_name="code",
        help_text=_("Attach the receipt first; each one proves one payment."),
    )

    def prepare(self) -> None:
        """Offer the receipts that prove nothing else yet."""
        self.field("amount").currency = self.item.currency
        used = Recovery.objects.filter(item=self.item).values("receipt")
        receipts = self.item.evidence.filter(kind=Kind.RECEIPT).exclude(pk__in=used)
        self.field("receipt").queryset = receipts


class AppraiseForm(MoveForm):
    """How much money it is about."""

    does = staticmethod(ledger.appraise)

    found = MoneyField(label=_("Money found"))
    future = MoneyField(label=_("Estimated for the future"), required=False)
    note = WordsField(label=_("Reason"))

    def prepare(self) -> None:
        """Read the amounts in the item's currency."""
        for name in ("found", "future"):
            self.field(name).currency = self.item.currency


class ChargeForm(MoveForm):
    """A post, and its part."""

    does = staticmethod(ledger.charge)

    role = forms.ChoiceField(label=_("Part"), choices=Role.choices)
    post = forms.ModelChoiceField(
        label=_("Post"), queryset=Post.objects.none(), to_field_name="code"
    )
    business = WordsField(label=_("The business"), required=False)
    conduct = WordsField(label=_("Clean conduct in it"), required=False)

    def prepare(self) -> None:
        """Offer the posts of the units that the item and the person belong to."""
        units = [unit for unit in (self.item.doer, self.item.unit) if unit]
        held = access.posts_of(self.by, timezone.localdate()).values("unit")
        posts = Post.objects.filter(unit__in=units) | Post.objects.filter(unit__in=held)
        self.field("post").queryset = posts.select_related("unit").distinct()
        self.field("post").label_from_instance = lambda post: f"{post.unit} · {post}"


class PlanForm(MoveForm):
    """The days on the way."""

    def prepare(self) -> None:
        """Make the rows; the first one is needed."""
        for row in range(1, MILESTONES + 1):
            need = row == 1
            self.fields[f"title{row}"] = forms.CharField(
                label=_("Milestone %(row)s") % {"row": row}, max_length=200, required=need
            )
            self.fields[f"due{row}"] = DayField(label=_("Due"), required=need)
            self.fields[f"kind{row}"] = forms.ChoiceField(
                label=_("What shows it"), choices=Kind.choices, required=need
            )

    def act(self, said: dict[str, Any]) -> object:
        """Hand on the rows that were filled in."""
        days = [
            ledger.Day(said[f"title{row}"], said[f"due{row}"], said[f"kind{row}"])
            for row in range(1, MILESTONES + 1)
            if said[f"title{row}"] and said[f"due{row}"]
        ]
        return ledger.plan(item=self.item, milestones=days, by=self.by)


class ShowForm(MoveForm):
    """That the world may follow."""

    does = staticmethod(ledger.show)


FORMS: dict[Move, type[MoveForm]] = {
    Move.ASSIGN: AssignForm,
    Move.ANSWER: AnswerForm,
    Move.SEND_BACK: SendBackForm,
    Move.VERIFY: VerifyForm,
    Move.CLOSE: CloseForm,
    Move.REOPEN: ReopenForm,
    Move.PLAN: PlanForm,
    Move.CHARGE: ChargeForm,
    Move.ATTACH: AttachForm,
    Move.RECOVER: RecoverForm,
    Move.APPRAISE: AppraiseForm,
    Move.SHOW: ShowForm,
    **TIME_FORMS,
    **END_FORMS,
    **PROGRAMME_FORMS,
}
