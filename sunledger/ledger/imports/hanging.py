"""What hangs on the items of a list: days, what waits for what, parts, papers, repeats."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from sunledger.ledger import actions as ledger
from sunledger.ledger.imports.entry import Entry
from sunledger.ledger.imports.opening import AT_ONCE, Opening, step
from sunledger.ledger.models import (
    Dependency,
    Duty,
    Evidence,
    Item,
    Kind,
    ListLine,
    Milestone,
    Move,
    OwnerName,
    Repeat,
    Role,
    Step,
)
from sunledger.ledger.programme import circles
from sunledger.units.models import Post, Power, Unit


def hang(opening: Opening, new: dict[int, Item], items: dict[int, Item]) -> int:
    """Write all that hangs on the new items; return how many earlier ones were opened with them."""
    entries = opening.reading.entries
    _milestones((entries[place], item) for place, item in new.items())
    _ties(opening, new, items)
    _co_units(opening, new)
    _papers(opening, new)
    return _repeats(opening, new)


def _milestones(pairs: Iterable[tuple[Entry, Item]]) -> None:
    """Write the days on the way that the list names."""
    Milestone.objects.bulk_create(
        (
            Milestone(
                item=item,
                number=number,
                title=title or _("Part %(number)s of the plan") % {"number": number},
                due=date.fromisoformat(day),
            )
            for entry, item in pairs
            for number, (day, title) in enumerate(entry.milestones, start=1)
        ),
        AT_ONCE,
    )


def _ties(opening: Opening, new: dict[int, Item], items: dict[int, Item]) -> None:
    """Write what waits for what; the reading has looked for circles."""
    waiting = {place: opening.reading.entries[place].after for place in new}
    waiting = {place: after for place, after in waiting.items() if after}
    if not waiting:
        return
    circles.hold()
    steps = {
        place: step(opening, new[place], Move.TIE, details={"after": len(after)})
        for place, after in waiting.items()
    }
    Step.objects.bulk_create(steps.values(), AT_ONCE)
    Dependency.objects.bulk_create(
        (
            Dependency(item=new[place], after=items[other], step=steps[place])
            for place, after in waiting.items()
            for other in after
        ),
        AT_ONCE,
    )


def _co_units(opening: Opening, new: dict[int, Item]) -> None:
    """Give the other units of a line their part, by the post in each that answers."""
    posts = _posts({unit for place in new for unit in _others(opening, place)})
    pairs = [
        (item, posts[unit.pk])
        for place, item in new.items()
        for unit in _others(opening, place)
        if unit.pk in posts
    ]
    details = {"role": Role.CO_UNIT.value}
    steps = [step(opening, item, Move.CHARGE, details=details) for item, _post in pairs]
    Step.objects.bulk_create(steps, AT_ONCE)
    Duty.objects.bulk_create(
        (
            Duty(item=item, role=Role.CO_UNIT, post=post, step=one)
            for (item, post), one in zip(pairs, steps, strict=True)
        ),
        AT_ONCE,
    )


def _others(opening: Opening, place: int) -> list[Unit]:
    """Return the units of an entry beside the leading one."""
    return opening.units_of(opening.reading.entries[place])[1:]


def _posts(units: Iterable[Unit]) -> dict[int, Post]:
    """Return the post in each unit that answers."""
    posts = Post.objects.filter(unit__in=list(units)).order_by("-pk")
    return {post.unit_id: post for post in posts if Power.ANSWER.value in post.powers}


def _papers(opening: Opening, new: dict[int, Item]) -> None:
    """Attach what a report says: the finding, and the plan for putting it right."""
    papers: list[Evidence] = []
    for place, item in new.items():
        entry = opening.reading.entries[place]
        if not entry.words("reference"):
            continue
        titles = {"problem": _("The finding as the report has it"),
                  "measures": _("The plan for putting it right, as the report has it")}  # fmt: skip
        for name, title in titles.items():
            if text := entry.words(name):
                papers.append(_paper(opening, item, title, text))
    Step.objects.bulk_create((paper.step for paper in papers), AT_ONCE)
    for paper in papers:
        paper.step_id = paper.step.pk
    Evidence.objects.bulk_create(papers, AT_ONCE)


def _paper(opening: Opening, item: Item, title: str, text: str) -> Evidence:
    """Return one paper, not yet written."""
    digest = sha256(text.encode()).hexdigest()
    details = {"kind": Kind.DOCUMENT.value, "sha256": digest}
    return Evidence(
        item=item,
        step=step(opening, item, Move.ATTACH, note=title, details=details),
        kind=Kind.DOCUMENT,
        title=title,
        text=text,
        source=f"list:{opening.imported.code}",
        sha256=digest,
    )


def _repeats(opening: Opening, new: dict[int, Item]) -> int:
    """Link what repeats an earlier item to it; open the earlier one where nobody knows it."""
    entries = opening.reading.entries
    asked: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in new:
        for reference in entries[place].repeats:
            asked[entries[place].words("group"), reference].append(place)
    opened = 0
    for (group, reference), places in asked.items():
        earlier = _earlier(opening, group, reference, [new[place] for place in places])
        if earlier is None and opening.wishes.earlier:
            earlier = _open_earlier(opening, group, reference, new[places[0]])
            opened += 1
        if earlier is not None:
            Repeat.objects.bulk_create(Repeat(item=new[place], of=earlier) for place in places)
    return opened


def _earlier(opening: Opening, group: str, reference: str, later: list[Item]) -> Item | None:
    """Return the item of an earlier list with a reference: of the same report, or the same unit."""
    lines = ListLine.objects.filter(unit=opening.imported.unit, reference=reference)
    lines = lines.exclude(item__in=later).select_related("item__unit").order_by("pk")
    if not group:
        return next((line.item for line in lines), None)
    audited = OwnerName.objects.filter(unit=opening.imported.unit, words=group).first()
    near = [audited.means] if audited else [item.unit for item in later]
    return next(
        (line.item for line in lines if any(line.item.unit.is_under(unit) for unit in near)), None
    )


def _open_earlier(opening: Opening, group: str, reference: str, later: Item) -> Item:
    """Open what is known only because it is repeated, and let it go on in what repeats it."""
    words = {"reference": reference, "title": later.title}
    item = ledger.open_item(
        source=f"list:{opening.imported.code}",
        title=_("%(reference)s, known from its repetition") % words,
        problem=_("Found before as %(reference)s, and found again as: %(title)s.") % words,
        unit=later.unit,
        by=opening.by,
        at=opening.at,
    )
    key = sha256("\x1f".join(("earlier", group, reference)).encode()).hexdigest()
    ListLine.objects.create(
        imported=opening.imported,
        unit=opening.imported.unit,
        key=key,
        line=0,
        reference=reference,
        item=item,
    )
    later.refresh_from_db()
    reason = _("It was not put right for good and was found again.")
    return ledger.merge(item=item, into=later, reason=reason, by=opening.by, at=opening.at)
