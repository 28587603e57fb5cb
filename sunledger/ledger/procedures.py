"""Tolerance, clearing and recognition: three procedures about what a post did, one table of acts.

Each record belongs to an item and names a post, never a person. An honest mistake is tolerated only
after someone outside has examined it; whoever was wrongly named is cleared in public, and only with
their consent; what was done well is recognised after a notice in which anyone may object.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunledger.units.models import Power


class Procedure(TextChoices):
    """What a record asks for."""

    TOLERANCE = "tolerance", _("tolerance of an honest mistake")
    CLEARING = "clearing", _("clearing of whoever was wrongly named")
    RECOGNITION = "recognition", _("recognition of work well done")


class Standing(TextChoices):
    """Where a record stands."""

    APPLIED = "applied", _("applied for")
    ACCEPTED = "accepted", _("accepted for examination")
    DECLINED = "declined", _("not accepted")
    DRAFTED = "drafted", _("drafted")
    CONSENTED = "consented", _("consented to")
    WITHHELD = "withheld", _("kept from the public at the wish of whoever is cleared")
    PROPOSED = "proposed", _("proposed")
    EXAMINED = "examined", _("examined")
    ANNOUNCED = "announced", _("in public notice, open to objection")
    GRANTED = "granted", _("granted")
    DENIED = "denied", _("denied")
    ANSWERED = "answered", _("answered in writing")
    PUBLISHED = "published", _("published")


class Act(TextChoices):
    """What can be done with a record."""

    APPLY = "apply", _("apply for tolerance")
    DRAFT = "draft", _("draft a clearing")
    PROPOSE = "propose", _("propose for recognition")
    ACCEPT = "accept", _("accept for examination")
    DECLINE = "decline", _("not accept")
    EXAMINE = "examine", _("examine")
    ANNOUNCE = "announce", _("announce")
    REPLY = "reply", _("answer an objection")
    GRANT = "grant", _("grant")
    DENY = "deny", _("deny")
    ANSWER = "answer", _("answer in writing")
    CONSENT = "consent", _("consent to publication")
    WITHHOLD = "withhold", _("not consent to publication")
    PUBLISH = "publish", _("publish")


class Party(TextChoices):
    """Who acts, as seen from the post that the record is about."""

    OWN = "own", _("the holder of that post, or a post of its unit that answers items")
    LEADS = "leads", _("a post above it that assigns items")
    EXAMINES = "examines", _("a post outside its unit that verifies answers")
    DECIDES = "decides", _("a post above it that adopts decisions, held by nobody who examined it")


POWERS = {
    Party.OWN: Power.ANSWER,
    Party.LEADS: Power.ASSIGN,
    Party.EXAMINES: Power.VERIFY,
    Party.DECIDES: Power.DECIDE,
}


class Course(NamedTuple):
    """Where an act leads, and who may do it."""

    to: Standing
    who: tuple[Party, ...]


Courses = dict[tuple[Standing | None, Act], Course]

TOLERANCE: Courses = {
    (None, Act.APPLY): Course(Standing.APPLIED, (Party.OWN,)),
    (Standing.APPLIED, Act.ACCEPT): Course(Standing.ACCEPTED, (Party.LEADS,)),
    (Standing.APPLIED, Act.DECLINE): Course(Standing.DECLINED, (Party.LEADS,)),
    (Standing.ACCEPTED, Act.EXAMINE): Course(Standing.EXAMINED, (Party.EXAMINES,)),
    (Standing.EXAMINED, Act.GRANT): Course(Standing.GRANTED, (Party.DECIDES,)),
    (Standing.EXAMINED, Act.DENY): Course(Standing.DENIED, (Party.DECIDES,)),
    (Standing.GRANTED, Act.ANSWER): Course(Standing.ANSWERED, (Party.LEADS, Party.DECIDES)),
    (Standing.DENIED, Act.ANSWER): Course(Standing.ANSWERED, (Party.LEADS, Party.DECIDES)),
    (Standing.ANSWERED, Act.PUBLISH): Course(Standing.PUBLISHED, (Party.LEADS,)),
}

CLEARING: Courses = {
    (None, Act.DRAFT): Course(Standing.DRAFTED, (Party.LEADS,)),
    (Standing.DRAFTED, Act.CONSENT): Course(Standing.CONSENTED, (Party.OWN,)),
    (Standing.DRAFTED, Act.WITHHOLD): Course(Standing.WITHHELD, (Party.OWN,)),
    (Standing.WITHHELD, Act.CONSENT): Course(Standing.CONSENTED, (Party.OWN,)),
    (Standing.CONSENTED, Act.PUBLISH): Course(Standing.PUBLISHED, (Party.LEADS,)),
}

RECOGNITION: Courses = {
    (None, Act.PROPOSE): Course(Standing.PROPOSED, (Party.LEADS, Party.OWN)),
    (Standing.PROPOSED, Act.EXAMINE): Course(Standing.EXAMINED, (Party.EXAMINES,)),
    (Standing.EXAMINED, Act.ANNOUNCE): Course(Standing.ANNOUNCED, (Party.LEADS,)),
    (Standing.EXAMINED, Act.DENY): Course(Standing.DENIED, (Party.DECIDES,)),
    (Standing.ANNOUNCED, Act.REPLY): Course(Standing.ANNOUNCED, (Party.LEADS,)),
    (Standing.ANNOUNCED, Act.GRANT): Course(Standing.GRANTED, (Party.DECIDES,)),
    (Standing.ANNOUNCED, Act.DENY): Course(Standing.DENIED, (Party.DECIDES,)),
    (Standing.GRANTED, Act.PUBLISH): Course(Standing.PUBLISHED, (Party.LEADS,)),
}

COURSES: dict[Procedure, Courses] = {
    Procedure.TOLERANCE: TOLERANCE,
    Procedure.CLEARING: CLEARING,
    Procedure.RECOGNITION: RECOGNITION,
}

# How each begins.
FIRST = {
    Procedure.TOLERANCE: Act.APPLY,
    Procedure.CLEARING: Act.DRAFT,
    Procedure.RECOGNITION: Act.PROPOSE,
}

# Whoever does these judges, and so stands outside the unit of the post.
OUTSIDE = (Act.EXAMINE, Act.GRANT, Act.DENY, Act.REPLY)


class Ground(TextChoices):
    """What must all be true before a mistake is tolerated."""

    NO_BAN = "no_ban", _("no law or rule forbade it")
    COLLECTIVE = "collective", _("it was decided together and by procedure")
    NO_GAIN = "no_gain", _("nobody gained by it in private")
    REMEDY = "remedy", _("what could be remedied was remedied")


class Bar(TextChoices):
    """What is never tolerated, whatever the grounds."""

    GAIN = "gain", _("private gain")
    HARM = "harm", _("serious harm")


def course(procedure: Procedure | str, standing: str | None, act: Act | str) -> Course | None:
    """Return where an act leads from a standing, or None where there is no such way."""
    here = Standing(standing) if standing else None
    return COURSES[Procedure(procedure)].get((here, Act(act)))


def acts_from(procedure: Procedure | str, standing: str) -> list[Act]:
    """Return what can be done with a record, whoever does it, in the table's order."""
    return [act for start, act in COURSES[Procedure(procedure)] if start == standing]


def why_not_now(procedure: Procedure | str, standing: str, act: Act | str) -> str:
    """Return why nobody can do this with a record now, or nothing where somebody can."""
    if course(procedure, standing, act):
        return ""
    possible = ", ".join(str(other.label) for other in acts_from(procedure, standing))
    return gettext(
        "A record that is %(standing)s cannot be treated so (%(act)s). Possible: %(acts)s."
    ) % {
        "standing": Standing(standing).label,
        "act": Act(act).label,
        "acts": possible or gettext("nothing more"),
    }
