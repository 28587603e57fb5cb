"""The forms by which a tolerance, a clearing or a recognition is begun and carried on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunledger.ledger import fairgate
from sunledger.ledger.actions import fairness
from sunledger.ledger.models import Fairness, FairnessObjection, Item
from sunledger.ledger.procedures import Act, Bar, Ground, Procedure
from sunledger.units.models import Post, User
from sunledger.web.forms import Form, WordsField

YES_NO = [("yes", _("yes")), ("no", _("no"))]
ASKS = {
    Procedure.TOLERANCE: _("What was done, and why"),
    Procedure.CLEARING: _("The words that will be published for the post"),
    Procedure.RECOGNITION: _("What was done, and what proves it"),
}


class BeginForm(Form):
    """About which post, and in which words."""

    post = forms.ModelChoiceField(
        label=_("Post"), queryset=Post.objects.none(), to_field_name="code", empty_label=None
    )
    words = WordsField(label=_("What was done, and why"))

    def __init__(
        self, *args: Any, procedure: Procedure, item: Item, by: User, posts: list[Post], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.procedure, self.item, self.by = procedure, item, by
        offered = Post.objects.filter(pk__in=[post.pk for post in posts])
        self.field("post").queryset = offered.select_related("unit")
        self.field("post").label_from_instance = lambda post: f"{post.unit} · {post}"
        self.field("words").label = ASKS[procedure]
        if procedure == Procedure.TOLERANCE:
            for ground in Ground:
                self.fields[ground.value] = WordsField(label=ground.label, max_length=4000)

    def perform(self) -> Fairness:
        """Begin it."""
        given = self.cleaned_data
        grounds = {ground.value: given.get(ground.value, "") for ground in Ground}
        return fairness.begin(
            procedure=self.procedure,
            item=self.item,
            post=given["post"],
            words=given["words"],
            grounds=grounds,
            by=self.by,
        )


def choices(procedure: Procedure, item: Item, by: User) -> list[Post]:
    """Return the posts for which a person may begin a procedure now."""
    return fairgate.posts_for(procedure, item, by, timezone.localdate())


class ActForm(Form):
    """What an act asks; the words are kept with it."""

    turn = forms.IntegerField(widget=forms.HiddenInput)
    note = WordsField(label=_("Note"), required=False)

    def __init__(self, *args: Any, one: Fairness, act: Act, by: User, **kw: Any) -> None:
        kw["initial"] = {"turn": one.turn}
        super().__init__(*args, **kw)
        self.one, self.act, self.by = one, act, by
        label = NOTES.get(act)
        if label is None:
            del self.fields["note"]
        else:
            self.field("note").label, self.field("note").required = label, act not in MAY_BE_SILENT
        if act == Act.EXAMINE and one.procedure == Procedure.TOLERANCE:
            for found in (*Ground, *Bar):
                self.fields[found.value] = _yes_no(_finding(found))
        if act == Act.REPLY:
            self.fields["objection"] = forms.ModelChoiceField(
                label=_("Objection"),
                queryset=FairnessObjection.objects.filter(fairness=one, reply=None),
                to_field_name="code",
                empty_label=None,
            )
            self.fields["upheld"] = _yes_no(_("Is the objection right?"))
        self.order_fields(["turn", *(name for name in self.fields if name != "note"), "note"])

    def perform(self) -> Fairness:
        """Do it."""
        self.one.turn = self.cleaned_data["turn"]
        note: str = self.cleaned_data.get("note", "")
        said: dict[str, Any] = {"one": self.one, "by": self.by}
        match self.act:
            case Act.ACCEPT:
                return fairness.accept(**said, note=note)
            case Act.DECLINE:
                return fairness.decline(**said, reason=note)
            case Act.EXAMINE:
                return fairness.examine(**said, note=note, found=self._found())
            case Act.ANNOUNCE:
                return fairness.announce(**said)
            case Act.REPLY:
                return self._reply(note)
            case Act.GRANT | Act.DENY:
                return fairness.decide(**said, grant=self.act == Act.GRANT, reason=note)
            case Act.ANSWER:
                return fairness.answer(**said, words=note)
            case Act.CONSENT | Act.WITHHOLD:
                return fairness.consent(**said, given=self.act == Act.CONSENT, note=note)
        return fairness.publish(**said)

    def _found(self) -> dict[str, bool]:
        """Return what was ticked of each ground and bar."""
        named = [found.value for found in (*Ground, *Bar) if found.value in self.fields]
        return {name: self.cleaned_data[name] == "yes" for name in named}

    def _reply(self, note: str) -> Fairness:
        """Answer the chosen objection."""
        objection = self.cleaned_data["objection"]
        objection.fairness = self.one
        return fairness.reply(
            objection=objection,
            upheld=self.cleaned_data["upheld"] == "yes",
            reason=note,
            by=self.by,
        )


# What each act asks to be written; those that are not here ask nothing.
NOTES = {
    Act.ACCEPT: _("Note"),
    Act.DECLINE: _("Reason"),
    Act.EXAMINE: _("What was examined, and what was found"),
    Act.REPLY: _("Answer to the objection"),
    Act.GRANT: _("Reason"),
    Act.DENY: _("Reason"),
    Act.ANSWER: _("Written answer to the applicant"),
    Act.CONSENT: _("Note"),
    Act.WITHHOLD: _("Note"),
}
MAY_BE_SILENT = (Act.ACCEPT, Act.CONSENT, Act.WITHHOLD)


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect)


def _finding(found: Ground | Bar) -> Any:
    """Return the question of an examination."""
    questions = {
        Ground.NO_BAN: _("Is it true that no law or rule forbade it?"),
        Ground.COLLECTIVE: _("Was it decided together and by procedure?"),
        Ground.NO_GAIN: _("Is it true that nobody gained by it in private?"),
        Ground.REMEDY: _("Was everything remedied that could be?"),
        Bar.GAIN: _("Was there private gain?"),
        Bar.HARM: _("Was there serious harm?"),
    }
    return questions[found]
