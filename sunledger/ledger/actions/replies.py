"""Asking whoever is named for their reply, and giving it: before anything is said in public."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sunledger.ledger import replies
from sunledger.ledger.actions.turn import begin, finish
from sunledger.ledger.models import About, Item, Move, Reply
from sunledger.ledger.refusals import NotAllowed, NotNow
from sunledger.ledger.said import perhaps_said, said
from sunledger.units import access
from sunledger.units.models import User

LONGEST = 4_000  # signs of a reply
SPELT_OUT = (About.NOT_DONE, About.SHAM)  # what nobody can know who is not told


@transaction.atomic
def ask_replies(
    *,
    item: Item,
    about: About | str,
    by: User,
    matter: str = "",
    at: datetime | None = None,
) -> list[Reply]:
    """Ask each unit that is named, and that was not asked, what it has to say to something.

    `matter` is what is going to be said; beside a result that is the answer and the finding.
    """
    turn = begin(item, Move.ASK_REPLY, by, at)
    about = About(about)
    named = replies.unasked(item, about, turn.post.unit)
    if about not in replies.possible(item) or not named:
        raise NotNow(_("There is nobody to be asked about this now."))
    words = said if about in SPELT_OUT else perhaps_said
    matter = words(matter, _("what is going to be said"), LONGEST)
    last = replies.until(turn.on)
    units = [unit.code for unit in named]
    step = finish(turn, matter, about=about.value, asked=units, until=last.isoformat())
    return Reply.objects.bulk_create(
        Reply(
            item=item,
            about=about,
            unit=unit,
            post=post,
            matter=matter,
            asked=step,
            number=step.number,
            asked_on=turn.on,
            until=last,
        )
        for unit, post in named.items()
    )


@transaction.atomic
def give_reply(*, reply: Reply, words: str, by: User, at: datetime | None = None) -> Reply:
    """Say, for a unit that was asked, what it has to say; it is published beside what is said."""
    turn = begin(reply.item, Move.REPLY, by, at)
    held = Reply.objects.select_for_update(of=("self",)).select_related("unit").get(pk=reply.pk)
    held.item = turn.item
    if sentence := replies.why_not_give(held):
        raise NotNow(sentence)
    posts = [post for post in access.held(by, turn.on) if post.unit_id == held.unit_id]
    if not posts:
        raise NotAllowed(_("It takes a post in %(unit)s itself.") % {"unit": held.unit})
    held.words = said(words, _("reply"), LONGEST)
    held.given = finish(replace(turn, post=posts[0]), held.words, about=held.about)
    held.save()
    return held
