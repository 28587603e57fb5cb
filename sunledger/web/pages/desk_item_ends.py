"""The forms of what comes after the answer, and of the other ends of an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import actions as ledger
from sunledger.ledger import gate, replies
from sunledger.ledger.actions.replies import LONGEST
from sunledger.ledger.models import Item, Move, Objection, Opinion
from sunledger.web.forms import WordsField
from sunledger.web.pages.move_form import MoveForm


class CheckForm(MoveForm):
    """That the answer is being looked at."""

    does = staticmethod(ledger.begin_check)


class NotifyForm(MoveForm):
    """That the world may object."""

    does = staticmethod(ledger.notify)


class DecideForm(MoveForm):
    """Which objection, and what is said to it."""

    objection = forms.ModelChoiceField(
        label=_("Objection"), queryset=Objection.objects.none(), to_field_name="code"
    )
    reason = WordsField(
        label=_("Answer, with the reason"), help_text=_("Everyone can read this answer.")
    )

    def prepare(self) -> None:
        """Offer what is not decided yet."""
        self.field("objection").queryset = self.item.objections.filter(decided=None)
        self.field("objection").label_from_instance = lambda one: one.words[:80]


class UpholdForm(DecideForm):
    """Which objection is right, and why."""

    does = staticmethod(ledger.uphold)


class DismissForm(DecideForm):
    """Which objection is not right, and why."""

    does = staticmethod(ledger.dismiss_objection)


class FindingForm(MoveForm):
    """What was found on looking back."""

    finding = WordsField(
        label=_("How it was looked at again, and what was found"),
        help_text=_("Everyone can read this finding."),
    )


class ConfirmForm(FindingForm):
    """That it has stayed right."""

    does = staticmethod(ledger.confirm)


class ExposeForm(FindingForm):
    """That it was put right on paper only."""

    does = staticmethod(ledger.expose)


class MergeForm(MoveForm):
    """Into which item, why, and whose money it is."""

    into = forms.CharField(
        label=_("Item to merge into"),
        help_text=_("Its code, or its address on the desk."),
        max_length=300,
    )
    reason = WordsField(label=_("Why the two are one"))
    other_money = forms.BooleanField(
        label=_("Its money is other money than that item's, and is added there"), required=False
    )

    def clean_into(self) -> Item:
        """Return the item that is meant, among those that the person sees."""
        code = str(self.cleaned_data["into"]).rstrip("/").rpartition("/")[2]
        found = gate.visible_to(self.by, timezone.localdate()).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("There is no such item in your reach."))
        return found

    def act(self, said: dict[str, Any]) -> object:
        """Merge the item."""
        return ledger.merge(item=self.item, by=self.by, **said)


class ReferForm(MoveForm):
    """To whom, and why."""

    does = staticmethod(ledger.refer)

    to = forms.CharField(label=_("Competent authority"), max_length=200)
    reason = WordsField(
        label=_("Why it is theirs"),
        help_text=_("The world learns only that the item was referred."),
    )


class GiveUpForm(MoveForm):
    """Why it is not done."""

    does = staticmethod(ledger.give_up)

    reason = WordsField(
        label=_("Why it is closed without being done"),
        help_text=_("Everyone can read this reason. The item never counts as done."),
    )
    unrecovered = WordsField(
        label=_("What became of the money that did not come back"), required=False
    )


class ViewForm(MoveForm):
    """What whoever raised it says."""

    does = staticmethod(ledger.record_view)

    opinion = forms.ChoiceField(label=_("Whoever raised it is"), choices=Opinion.choices)
    words = WordsField(
        label=_("Their words"),
        help_text=_("No names and no telephone numbers."),
        required=False,
    )


class CallBackForm(MoveForm):
    """How many are affected, and what those said who were called."""

    does = staticmethod(ledger.call_back)

    affected = forms.IntegerField(
        label=_("People affected"),
        min_value=1,
        help_text=_("Number them in a list of your own. Send the form: it says whom to call."),
    )
    yes = forms.IntegerField(label=_("Say that it is put right"), min_value=0, initial=0)
    no = forms.IntegerField(label=_("Say that it is not"), min_value=0, initial=0)
    unreachable = forms.IntegerField(label=_("Could not be reached"), min_value=0, initial=0)


class AskReplyForm(MoveForm):
    """What is going to be said, and whom it names."""

    does = staticmethod(ledger.ask_replies)

    about = forms.ChoiceField(label=_("What is going to be said"))
    matter = WordsField(
        label=_("In words, for those who are asked"),
        help_text=_(
            "With a result they see the answer and the finding as well. Everything else has to be "
            "told here, so that they know to what they reply."
        ),
        required=False,
        max_length=LONGEST,
    )

    def prepare(self) -> None:
        """Offer what can be said of the item as it stands."""
        self.field("about").choices = [(one, one.label) for one in replies.possible(self.item)]


END_FORMS: dict[Move, type[MoveForm]] = {
    Move.CHECK: CheckForm,
    Move.NOTIFY: NotifyForm,
    Move.UPHOLD: UpholdForm,
    Move.DISMISS: DismissForm,
    Move.CONFIRM: ConfirmForm,
    Move.EXPOSE: ExposeForm,
    Move.MERGE: MergeForm,
    Move.REFER: ReferForm,
    Move.GIVE_UP: GiveUpForm,
    Move.VIEW: ViewForm,
    Move.CALL_BACK: CallBackForm,
    Move.ASK_REPLY: AskReplyForm,
}
