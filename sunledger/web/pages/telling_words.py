"""What a sheet comes to, in sentences; each figure leads to the lines behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.core.periods import read_period
from sunledger.core.problem import shorten
from sunledger.disclosure.lines.words import word_of
from sunledger.disclosure.models import Batch, Visibility
from sunledger.disclosure.shape import Category, Field
from sunledger.disclosure.telling.count import Came, Grouped, Large, Part, Told
from sunledger.disclosure.telling.outline import Outline, outline
from sunledger.web.pages import values
from sunledger.web.templatetags.sun import in_chinese, many, money, percent, period, say

_LONGEST = 200  # signs that a table is asked for at once
_NAMED = 3


class Source(NamedTuple):
    """The sheet that is told of, and what can be told of it."""

    batch: Batch
    shape: Category
    what: Outline


def source(batch: Batch, shape: Category) -> Source:
    """Return what a page tells of."""
    return Source(batch, shape, outline(shape))


def safe(part: object) -> SafeString:
    """Return a part of a sentence as markup; what is none yet is escaped."""
    return conditional_escape(part if isinstance(part, str) else str(part))


def fill(words: str, **parts: object) -> SafeString:
    """Return a sentence with its parts in their places; what is no markup yet is escaped."""
    return mark_safe(escape(words) % {name: safe(part) for name, part in parts.items()})  # noqa: S308 - every part is escaped


def joined(parts: Iterable[object]) -> SafeString:
    """Return parts as a list within a sentence."""
    between = "；" if in_chinese() else "; "
    return mark_safe(between.join(map(safe, parts)))  # noqa: S308


def link(text: object, url: str) -> SafeString:
    """Return a text that leads somewhere, if there is anywhere to go."""
    return format_html('<a href="{}">{}</a>', url, text) if url else safe(text)


def lines_of(of: Source, **asked: str) -> str:
    """Return where the lines of a sheet stand that are asked for; nowhere, if not for everyone."""
    if of.batch.visibility != Visibility.PUBLIC:
        return ""
    url = reverse("sheet_lines", args=[of.batch.code])
    parts = {name.replace("__", "."): text for name, text in asked.items() if text}
    return f"{url}?{urlencode(parts)}" if parts else url


def lines(count: int) -> str:
    """Return how many lines."""
    shown = ngettext("%(shown)s line", "%(shown)s lines", count)
    return shown % {"shown": many(count)}


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


def key_words(field: Field | None, key: str) -> str:
    """Return what a group is called."""
    if field is None:
        return period(key) if len(key) > 4 else key
    return values.text(field, key) if field.kind == "choice" else key


def part_url(of: Source, field: Field | None, one: Part, came: Came) -> str:
    """Return where the lines of a group stand."""
    currency = came.currency if of.what.adds_up else ""
    if field is None:
        first, last = _days(one.key)
        return lines_of(of, day_from=first, day_to=last, currency=currency)
    if len(one.key) > _LONGEST or not word_of(one.key).text:
        return lines_of(of, currency=currency)
    return lines_of(of, currency=currency, **{f"is__{field.name}": one.key})


def _days(key: str) -> tuple[str, str]:
    """Return the first and the last day of a month or a year."""
    if len(key) == 4:
        return f"{key}-01-01", f"{key}-12-31"
    month = read_period(key)
    return month.start.isoformat(), month.end.isoformat()
