"""A text comes in at the desk: pasted or as a file, and which meetings it tells of."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sunledger.core.problem import Problem
from sunledger.decisions import actions as decisions
from sunledger.decisions import intake
from sunledger.decisions.aliases import meant
from sunledger.decisions.copies_known import Known, known
from sunledger.decisions.intake import Choice
from sunledger.decisions.intake_checks import said
from sunledger.decisions.models import Meeting, Source, SourceState
from sunledger.decisions.offers import Offer, inside, offers_of
from sunledger.units import access
from sunledger.units.models import Power, Unit, User
from sunledger.web.forms import DayField, Form, UnitField, WordsField, unit_field
from sunledger.web.gates import desk, done, person
from sunledger.web.pages.crumbs import Crumb

JOIN = "join"
OWN = "own"


class GiveForm(Form):
    """Whose meeting, and its words: pasted, or as a file."""

    text = WordsField(
        label=gettext_lazy("The words"),
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True}),
        max_length=decisions.LONGEST_TEXT,
        required=False,
        strip=False,
        help_text=gettext_lazy(
            "Paste the readout, the notice or the minutes, word for word; or choose the file below."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Text, Markdown, HTML, Word (.docx), OpenDocument (.odt) or PDF. "
            "It is kept as it is, with its hash."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if bool(given.get("file")) == bool((given.get("text") or "").strip()):
            raise ValidationError(_("Paste the words or choose a file: one of the two."))
        return given


@desk
def meeting_new(request: HttpRequest) -> HttpResponseBase:
    """Take the text of a meeting in."""
    among = access.reachable(person(request), Power.DECIDE, timezone.localdate())
    if not among.exists():
        raise access.NotFound
    form = GiveForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.fields = {"unit": unit_field(among), **form.fields}
    made: list[Source] = []
    if done(form, lambda: made.append(_give(form.cleaned_data, person(request)))):
        return redirect("desk_meeting_read", code=made[0].code)
    crumbs = [Crumb(_("Meetings"), reverse("desk_meetings")), Crumb(_("Record a meeting"))]
    return render(request, "desk/meeting_new.html", {"form": form, "crumbs": crumbs})


def _give(given: dict[str, Any], by: User) -> Source:
    """Hand on the file, or the pasted words as the bytes they are."""
    if file := given["file"]:
        return intake.give(unit=given["unit"], content=file.read(), file_name=file.name, by=by)
    return intake.give(unit=given["unit"], content=given["text"].encode(), by=by)


class MeetingForm(Form):
    """What is known of one meeting of the text."""

    what = forms.ChoiceField(label=gettext_lazy("This part is"))
    unit = UnitField(label=gettext_lazy("Whose meeting"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_on = DayField(label=gettext_lazy("Day of the meeting"))
    body = forms.CharField(label=gettext_lazy("Who met"), max_length=200, required=False)
    chair = forms.CharField(
        label=gettext_lazy("Who presided"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Only for the desk: public pages name no person."),
    )
    conveys = WordsField(
        label=gettext_lazy("What it conveys of the level above"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("One a line."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a title and a day only where it is a meeting of its own."""
        given = super().clean() or {}
        if given.get("what") != OWN:
            for name in ("unit", "title", "held_on"):
                self.errors.pop(name, None)
                given.setdefault(name, None)
        return given


class Part(NamedTuple):
    """A stretch of the text with its form, its first words, and the meetings that are like it."""

    offer: Offer
    form: MeetingForm
    words: str
    likes: list[Known]


@desk
def meeting_read(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show how far the reading is; then let the meetings of the text be confirmed."""
    source, user = one_source(request, code), person(request)
    if source.state == SourceState.KEPT:
        return redirect("desk_meeting", code=source.parts.order_by("start")[0].meeting.code)
    if request.method == "POST" and request.POST.get("do") == "drop":
        return _dropped(request, source)
    parts = _parts(request, source) if source.state == SourceState.READ else []
    form = Form(request.POST if request.method == "POST" else None)
    if parts and all([part.form.is_valid() for part in parts]):  # noqa: C419 - each tells its own
        made: list[Meeting] = []
        chosen = choices_of(parts)
        if done(form, lambda: made.extend(intake.confirm(source=source, choices=chosen, by=user))):
            return _onward(request, made, chosen)
    context = {
        "source": source,
        "job": source.job,
        "problem": source.problem and said(Problem(**source.problem)),
        "parts": parts,
        "form": form,
        "next": request.path if source.job and source.job.has_ended else "",
        "crumbs": [Crumb(_("Meetings"), reverse("desk_meetings")), Crumb(str(source))],
    }
    return render(request, "desk/meeting_read.html", context)


def one_source(request: HttpRequest, code: str) -> Source:
    """Return a source in the person's reach, or raise NotFound."""
    today = timezone.localdate()
    rows = Source.objects.select_related("unit", "job")
    return access.one(rows, user=person(request), power=Power.DECIDE, on=today, code=code)


def meetings_in_sight(user: User) -> QuerySet[Meeting]:
    """Return the meetings that a person may know of: those in reach, and the public ones."""
    reach = access.within(user, Power.DECIDE, timezone.localdate())
    return Meeting.objects.filter(reach | Q(public_at__isnull=False))


def choices_of(parts: list[Part]) -> list[Choice]:
    """Return what was confirmed; a part that belongs to the one before makes that one longer."""
    chosen: list[Choice] = []
    for part in parts:
        given = part.form.cleaned_data
        if given["what"] == JOIN and chosen:
            last = chosen.pop()
            chosen.append(Choice(**vars(last) | {"end": part.offer.end}))
            continue
        same = next((one.meeting for one in part.likes if one.meeting.code == given["what"]), None)
        chosen.append(
            Choice(
                part.offer.start,
                part.offer.end,
                unit=given["unit"],
                title=given["title"],
                held_on=given["held_on"],
                body=given["body"],
                chair=given["chair"],
                conveys=[line.strip() for line in given["conveys"].splitlines() if line.strip()],
                same=same,
            )
        )
    return chosen


def _parts(request: HttpRequest, source: Source) -> list[Part]:
    """Return each offered meeting with its form."""
    sight, among = meetings_in_sight(person(request)), Unit.objects.all()
    parts: list[Part] = []
    for number, offer in enumerate(offers_of(source.text, source.found)):
        likes = likes_of(source, offer, sight)
        given = request.POST if request.method == "POST" else None
        same = next((one for one in likes if one.is_same and _may(request, one)), None)
        body = meant(offer.body, source.unit) if offer.body else None
        unit = body.units[0] if body and len(body.units) == 1 else source.unit
        form = MeetingForm(
            given,
            prefix=f"m{number}",
            initial={
                "what": same.meeting.code if same else OWN,
                "unit": unit.code,
                "title": offer.title,
                "held_on": offer.date_iso,
                "body": offer.body,
                "chair": offer.chair,
                "conveys": "\n".join(offer.conveys),
            },
        )
        form.field("unit").among = among
        form.field("what").choices = _whats(number, [one for one in likes if _may(request, one)])
        if offer.lacks_year:
            form.field("held_on").help_text = _(
                "The text says “%(words)s” and no year. Write the day with its year."
            ) % {"words": offer.date_text}
        elif not offer.date_iso:
            form.field("held_on").help_text = _("The text does not say on which day. Write it.")
        words = " ".join(source.text[offer.start : offer.end].split())[:300]
        parts.append(Part(offer, form, words, likes))
    return parts


def likes_of(source: Source, offer: Offer, among: QuerySet[Meeting]) -> list[Known]:
    """Return the meetings that have the same words as a stretch of a source."""
    mine = (one for one in source.found["directives"] if offer.start <= one["start"] < offer.end)
    grey = inside(source.found["boilerplate"], offer.start, offer.end)
    text = source.text[offer.start : offer.end]
    return known(text, grey, [one["quotation"] for one in mine], among)


def _may(request: HttpRequest, one: Known) -> bool:
    """Whether the person may keep a further source of that meeting."""
    return access.may(person(request), Power.DECIDE, one.meeting.unit, timezone.localdate())


def _whats(number: int, likes: list[Known]) -> list[tuple[str, str]]:
    """Return what a part can be."""
    whats = [(OWN, _("a meeting of its own"))]
    if number:
        whats.append((JOIN, _("part of the meeting before it")))
    for one in likes:
        words = _("the same meeting as “%(title)s” of %(day)s: keep it as a further source")
        title = {"title": one.meeting.title[:60], "day": one.meeting.held_on}
        whats.append((one.meeting.code, words % title))
    return whats


def _onward(request: HttpRequest, made: list[Meeting], chosen: list[Choice]) -> HttpResponseBase:
    """Say what was recorded, and go to the first meeting there is something to confirm in."""
    new = [meeting for meeting, choice in zip(made, chosen, strict=True) if choice.same is None]
    if new:
        words = ngettext(
            "%(count)d meeting is recorded. Confirm its directives.",
            "%(count)d meetings are recorded. Confirm the directives of each.",
            len(new),
        )
        messages.success(request, words % {"count": len(new)})
        return redirect("desk_meeting", code=new[0].code)
    messages.success(request, _("Kept as a further source. Nothing was opened twice."))
    return redirect("desk_meeting", code=made[0].code)


def _dropped(request: HttpRequest, source: Source) -> HttpResponseBase:
    """Give the source up."""
    form = Form(request.POST)
    if done(form, lambda: intake.drop(source=source, by=person(request))):
        messages.success(request, _("Given up. Its words were forgotten."))
        return redirect("desk_meetings")
    messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("desk_meeting_read", code=source.code)
