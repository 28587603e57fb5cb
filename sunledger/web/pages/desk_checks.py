"""What the checks say of a sheet: shown to who enters and who reviews it, and asked about."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy

from sunledger.disclosure import checks
from sunledger.disclosure.checks import Finding, few
from sunledger.disclosure.models import TO_REVIEW, Batch, State
from sunledger.web.forms import Form, WordsField

WAYS = {
    few.COARSER: gettext_lazy("Publish it without names and without why each is on it"),
    few.SECOND: gettext_lazy("Let a second person decide whether it may be published as it is"),
}
_BEFORE = (State.DRAFT, State.RETURNED, *TO_REVIEW)


class Checked(NamedTuple):
    """One finding, and what was answered to it."""

    finding: Finding | None
    answer: str


class SubmitForm(Form):
    """The reasons that the checks ask for before a sheet is handed on."""

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = checks.found_in(batch)
        before = dict(batch.answers.values_list("check_code", "reason"))
        for one in reversed(self.found):
            if one.severity != "ask":
                continue
            if one.check == few.CODE:
                field: forms.Field = forms.ChoiceField(
                    label=one.sentence(), choices=list(WAYS.items()), widget=forms.RadioSelect
                )
            else:
                field = WordsField(
                    label=one.sentence(),
                    help_text=gettext_lazy("Whoever reviews the sheet reads this. Name no person."),
                )
            field.initial = before.get(one.check, "")
            self.fields[one.check] = field

    def clean(self) -> dict[str, Any]:
        """Give all answers as one."""
        given = super().clean() or {}
        return {"answers": {name: given.get(name, "") for name in self.fields}}


def checked(one: Batch) -> list[Checked]:
    """Return what the checks say of a sheet that is not public yet, with the answers."""
    answers = {code: str(WAYS.get(reason, reason)) for code, reason in _answers(one)}
    if one.state not in _BEFORE:
        return []
    found = [] if checks.is_long(one) else checks.found_in(one)
    said = [Checked(finding, answers.pop(finding.check, "")) for finding in found]
    return said + [Checked(None, answer) for answer in answers.values()]


def _answers(one: Batch) -> list[tuple[str, str]]:
    return list(one.answers.values_list("check_code", "reason"))
