"""The sentences about one sheet, by rules from the shape of its category."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.core.problem import shorten
from sunledger.disclosure.shape import Field
from sunledger.disclosure.telling.count import Came, Grouped, Large, Part, Told
from sunledger.web.pages.telling_words import (
    Source,
    fill,
    joined,
    key_words,
    lines,
    lines_of,
    link,
    part_url,
)
from sunledger.web.templatetags.sun import many, money, percent, say

_NAMED = 3


def sentences(of: Source, told: Told) -> list[SafeString]:
    """Return what the sheet itself says."""
    said = [fill(_("There are %(lines)s."), lines=link(lines(told.lines), lines_of(of)))]
    if len(told.came) > 1:
        said.append(fill(_("They are in more than one currency; each is told by itself.")))
    for came in told.came:
        said += _money(of, came)
        said += _largest(of, came)
        said += _parties(of, came)
    if told.came:
        said += _sorts(of, told.came[0])
        said += _lacking(of, told.came)
    return said


def _money(of: Source, came: Came) -> list[SafeString]:
    """Return what everything comes to: a balance, a sum, or from where to where prices go."""
    if of.what.balance:
        return [_balance(of, came)]
    if of.what.amount is None or not came.known:
        return []
    column = say(of.what.amount.title)
    if not of.what.adds_up:
        words = _(
            "“%(column)s” goes from %(least)s to %(most)s. Prices and rates are not added up."
        )
        least = link(money(came.least, came.currency), lines_of(of, sort="amount"))
        most = link(money(came.most, came.currency), lines_of(of, sort="-amount"))
        return [fill(words, column=column, least=least, most=most)]
    words = {
        "out": _("%(amount)s was paid out in all."),
        "in": _("%(amount)s came in, in all."),
        "": _("All of “%(column)s” adds up to %(amount)s."),
    }[of.what.way]
    amount = link(money(came.amount, came.currency), lines_of(of, currency=came.currency))
    return [fill(words, column=column, amount=amount)]


def _balance(of: Source, came: Came) -> SafeString:
    parts = {
        role: link(money(amount, came.currency), lines_of(of))
        for role, amount in came.balance.items()
    }
    words = _(
        "At first there was %(opening)s; %(income)s came in, %(spent)s went out, and %(closing)s "
        "was left at the end."
    )
    should = came.balance["opening"] + came.balance["income"] - came.balance["spent"]
    if should == came.balance["closing"]:
        return fill(words, **parts)
    wrong = _("That does not fit together: by the other three, %(should)s would have been left.")
    more = fill(wrong, should=money(should, came.currency))
    return mark_safe(f"{fill(words, **parts)} {more}")  # noqa: S308 - both are escaped


def _largest(of: Source, came: Came) -> list[SafeString]:
    """Return the largest lines, where there are others beside them."""
    if came.lines < 2 or not came.largest:
        return []
    named = joined(_large(one, came) for one in came.largest)
    words = ngettext(
        "The largest line: %(named)s.", "The largest lines: %(named)s.", len(came.largest)
    )
    return [fill(words, named=named)]


def _large(one: Large, came: Came) -> SafeString:
    """Return a line with its size and what it was for; who is a person is not named."""
    party = one.party or (_("a person") if one.person else "")
    about = [_("line %(line)s") % {"line": one.line}, shorten(one.purpose, 40), shorten(party, 40)]
    if came.shares:
        about.append(percent(one.amount / came.amount))
    words = _("%(amount)s (%(about)s)")
    amount = link(money(one.amount, came.currency), reverse("record", args=[one.code]))
    return fill(words, amount=amount, about=(_(", ")).join(filter(None, about)))


def _parties(of: Source, came: Came) -> list[SafeString]:
    """Return what share the largest few received or gave, and what is with persons."""
    grouped = came.grouped(of.what.party.name) if of.what.party else None
    if grouped is None or not of.what.adds_up:
        return []
    said = []
    largest = [one for one in grouped.parts[:_NAMED] if one.amount > 0]
    if largest and came.shares:
        said.append(_share(of, came, largest))
    if grouped.persons.lines:
        words = _(
            "%(lines)s with %(amount)s name persons. Who they are is not told here, nor whether "
            "two of them are the same."
        )
        url = lines_of(of, sort="party", currency=came.currency)
        amount = money(grouped.persons.amount, came.currency)
        said.append(fill(words, lines=link(lines(grouped.persons.lines), url), amount=amount))
    return said


def _share(of: Source, came: Came, largest: list[Part]) -> SafeString:
    """Return the sentence about the largest few."""
    words = {
        "out": ngettext(
            "%(share)s of the money, %(sum)s of %(whole)s, went to one receiver: %(named)s.",
            "%(share)s of the money, %(sum)s of %(whole)s, went to the %(count)s largest "
            "receivers: %(named)s.",
            len(largest),
        ),
        "in": ngettext(
            "%(share)s of the money, %(sum)s of %(whole)s, came from one payer: %(named)s.",
            "%(share)s of the money, %(sum)s of %(whole)s, came from the %(count)s largest "
            "payers: %(named)s.",
            len(largest),
        ),
        "": ngettext(
            "%(share)s of the whole, %(sum)s of %(whole)s, is with one name: %(named)s.",
            "%(share)s of the whole, %(sum)s of %(whole)s, is with the %(count)s largest names: "
            "%(named)s.",
            len(largest),
        ),
    }[of.what.way]
    party = of.what.party
    total = sum(one.amount for one in largest)
    named = joined(
        fill(
            "%(name)s %(amount)s",
            name=shorten(one.key, 40),
            amount=link(money(one.amount, came.currency), part_url(of, party, one, came)),
        )
        for one in largest
    )
    return fill(
        words,
        share=percent(total / came.amount),
        sum=money(total, came.currency),
        whole=money(came.amount, came.currency),
        count=len(largest),
        named=named,
    )


def _sorts(of: Source, came: Came) -> list[SafeString]:
    """Return how the lines fall into sorts, by the first field that does sort them."""
    for field in of.what.groups:
        grouped = came.grouped(field.name)
        if field == of.what.party and of.what.adds_up:
            continue
        if grouped and 1 < grouped.different <= came.lines // 2 and field != of.what.party:
            words = _("By “%(column)s”: %(parts)s.")
            parts = [_part(of, field, one, came) for one in grouped.parts]
            if grouped.rest.lines:
                parts.append(_rest(of, grouped, came))
            parts += _unnamed(of, grouped, came)
            return [fill(words, column=say(field.title), parts=joined(parts))]
    return []


def _part(of: Source, field: Field, one: Part, came: Came) -> SafeString:
    """Return one sort with its figure."""
    figure = money(one.amount, came.currency) if of.what.adds_up else lines(one.lines)
    share = f" ({percent(one.amount / came.amount)})" if of.what.adds_up and came.shares else ""
    url = part_url(of, field, one, came)
    name = shorten(key_words(field, one.key), 40)
    return fill("%(name)s %(figure)s%(share)s", name=name, figure=link(figure, url), share=share)


def _rest(of: Source, grouped: Grouped, came: Came) -> SafeString:
    rest = grouped.rest
    figure = money(rest.amount, came.currency) if of.what.adds_up else lines(rest.lines)
    count = many(grouped.different - len(grouped.parts))
    words = _("%(count)s others %(figure)s")
    return fill(words, count=count, figure=link(figure, lines_of(of)))


def _unnamed(of: Source, grouped: Grouped, came: Came) -> list[SafeString]:
    """Return what no sort is told of: lines with persons, and those that say nothing."""
    unnamed = [
        (grouped.persons, _("persons, not told apart")),
        (grouped.blank, _("nothing said")),
    ]
    return [
        fill(
            "%(name)s %(figure)s",
            name=name,
            figure=money(one.amount, came.currency) if of.what.adds_up else lines(one.lines),
        )
        for one, name in unnamed
        if one.lines
    ]


def _lacking(of: Source, all_came: tuple[Came, ...]) -> list[SafeString]:
    """Return what lines do not say."""
    said = []
    total = sum(one.lines for one in all_came)
    unknown = total - sum(one.known for one in all_came)
    if of.what.amount and unknown:
        url = lines_of(of, sort="amount")
        words = _("%(lines)s of %(all)s have no amount, and count in no sum.")
        said.append(fill(words, lines=link(lines(unknown), url), all=many(total)))
    party = of.what.party
    grouped = [one.grouped(party.name) for one in all_came] if party else []
    blank = sum(one.blank.lines for one in grouped if one)
    if party and blank and not of.batch.forgotten_on:
        url = lines_of(of, sort="party")
        words = _("%(lines)s of %(all)s say nothing under “%(column)s”.")
        named = link(lines(blank), url)
        said.append(fill(words, lines=named, all=many(total), column=say(party.title)))
    return said
