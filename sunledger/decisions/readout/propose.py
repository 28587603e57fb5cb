"""Directives out of a text: the one door of this package."""

import re
from collections.abc import Iterator
from dataclasses import replace as _with

from sunledger.decisions.reading.blocks import Block, blocks_of
from sunledger.decisions.reading.document import Document, Span, Stretch, language_of
from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout import chinese, english
from sunledger.decisions.readout.deadlines import day_of, deadline_in
from sunledger.decisions.readout.draft import Context, Draft
from sunledger.decisions.readout.genre import genre_of
from sunledger.decisions.readout.kinds import kind_of, named_in, theme_of
from sunledger.decisions.readout.meetings import meetings_of
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import NOBODY, Deadline, Directive, Meeting, Owner, Readout
from sunledger.decisions.readout.sentences import sentences
from sunledger.decisions.readout.tables import Task, tasks_of
from sunledger.decisions.readout.targets import targets_in

_LEAD_ONLY = re.compile(
    r"(?:如下|以下[^，。]{0,14}|下列[^，。]{0,14}|\binclud(?:e|es|ing)|(?:the )?following(?: \w+){0,3}|as follows)\s*[:：]?$",
    re.IGNORECASE,
)
# Who is told to act in general stays told until the meeting ends; a single office does not.
_LABEL = re.compile(
    r"(?i)(?:action(?: point| item)?s?(?: \d+)?|agreed|resolved|decision) ?[:–-] ?\S|[A-Z][\w/&. -]{1,40} to [a-z]+ "
)
# “Term: what it means” in a list explains the list and orders nothing.
_TERM = re.compile(r"\*\*[^*]{2,40}\*\*\s*[:：]|[A-Z][\w .-]{1,30}: (?:[A-Z]|the |a )")
# How many points a task is worth is no part of the task.
_SCORE = re.compile(
    r"\s*(?:[（(](?:满分)?\d+(?:\.\d+)?分[）)]|[，,；;。](?:得|计|扣|加|记)\d+(?:\.\d+)?分.*)\s*\Z"
)
_STAGE = re.compile(
    r"(?:阶段|目标|任务|要求|原则|措施|内容|范围|时间|步骤|保障|重点)(?:（[^）]*）)?$"
)
_EVERYONE = re.compile(
    r"各级|各地|各部门|各单位|各有关|全[党国省市县区系]|(?i:all|every|each|the whole|the entire)\b"
)
_ORDINAL = re.compile(r"[一二三四五六七八九十]+是|第[一二三四五六七八]，")
_ADDRESSEE = re.compile(
    r"^((?:各|有关|相关|你)[^。；]{1,160}|[^。；，]{2,60}(?:局|委|办|厅|部|政府|单位|部门|公司|学校|村|镇)[^。；]{0,100})[：:]$"
)


def propose(document: Document) -> Readout:
    """Return what the text seems to tell somebody to do, in the order of the text."""
    blocks = [block for block in blocks_of(document) if not _greyed(document, block)]
    language = language_of(document.text)
    genre = genre_of(document)
    meetings = meetings_of(document, blocks, language, genre)
    found = [*_from_prose(document, blocks, meetings, genre), *_from_tables(document, meetings)]
    found.sort(key=lambda directive: directive.span)
    return Readout(
        document.text, language, genre, meetings, tuple(_apart(found)), document.boilerplate
    )


def _apart(found: list[Directive]) -> Iterator[Directive]:
    """Give the directives that do not lie over one another."""
    end = -1
    for directive in found:
        if directive.span.start >= end and directive.span.end > directive.span.start:
            end = directive.span.end
            yield directive


def _greyed(document: Document, block: Block) -> bool:
    """Whether a whole paragraph belongs to the site and not to the matter."""
    span = block.body.span()
    return any(grey.start <= span.start and span.end <= grey.end for grey in document.boilerplate)


def _meeting_at(meetings: tuple[Meeting, ...], place: int) -> Meeting | None:
    """Return the meeting under whose words a place of the text stands."""
    before = [meeting for meeting in meetings if meeting.start <= place]
    return before[-1] if before else (meetings[0] if meetings else None)


def _from_prose(
    document: Document, blocks: list[Block], meetings: tuple[Meeting, ...], genre: str
) -> list[Directive]:
    """Return the directives of the paragraphs and lists."""
    context = Context("", genre)
    found: list[Directive] = []
    for number, block in enumerate(blocks):
        language = language_of(block.body.words)
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        _enter(context, block, language)
        if addressee := _ADDRESSEE.match(block.body.words):
            context.addressee = Owner(addressee[1], "context")
            continue
        if found and (below := SHELF.subject("lines").at(block.body.words, 0, 999, language)):
            found[-1] = _told_below(found[-1], below)
            continue
        if _is_heading(block, after, number, language, genre):
            context.owner, context.listed = None, False
            continue
        meeting = _meeting_at(meetings, block.body.span().start)
        if meeting and meeting.body != context.body:
            context.body, context.everyone = meeting.body, None
        found.extend(_of_block(document, block, context, meeting))
    return found


def _told_below(directive: Directive, line: Found) -> Directive:
    """Return a directive with the owner or the day that the line below it names."""
    text = line.match[1].strip(" .。")
    if line.rule.says == "owner":
        return _with(directive, owner=Owner(text, "table"))
    deadline = deadline_in(text, line.rule.language, None) or deadline_in("by " + text, "en", None)
    iso = deadline.iso if deadline else None
    if iso is None and (
        dated := re.search(re.escape(text) + r",? (?:19|20)\d\d", directive.quotation)
    ):
        iso = day_of("by " + dated[0], "en")
    return _with(directive, deadline=Deadline(text, deadline.kind if deadline else "date", iso))


def _enter(context: Context, block: Block, language: str) -> None:
    """Forget what the paragraph before said, unless a list goes on."""
    context.language = language
    context.item = bool(block.marker)
    if (
        context.listed
        and block.marker
        and _class(block.marker) == (context.list_class or _class(block.marker))
    ):
        context.list_class = _class(block.marker)
        return
    context.list_class = ""
    context.listed = False
    stays = context.owner if context.genre == "plan" and not block.marker else context.everyone
    context.owner, context.ordered_before = stays, False
    if context.genre not in ("order",):
        context.commanding = False


def _class(marker: str) -> str:
    """Return what kind of marker this is: figures, letters, strokes."""
    signs = re.sub(r"[\s.)、．）]", "", marker)
    return re.sub(
        r"[a-z]+", "a", re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", signs))
    )


def _is_heading(block: Block, after: Block | None, number: int, language: str, genre: str) -> bool:
    """Whether a paragraph only names what follows."""
    words = block.body.words
    if block.marker.startswith("#"):
        return True
    if not words or re.search(r"[.。；;！!]$", words):
        return not words
    if words[-1] in ":：" and len(words) > 12:
        return False
    if number == 0:
        return len(words) < 120
    if language == "en" and _LABEL.match(words):
        return False
    short = len(words) <= (30 if language == "zh" else 70)
    if language == "en" and words.isupper():
        return True
    if not short or after is None or re.match(r"[-*•●▪◦‣○◆■□➢►✓–—·]", block.marker):
        return False
    if block.marker and after.marker and block.marker[:1].isdigit() == after.marker[:1].isdigit():
        return False
    return not block.marker or len(after.body.words) > 2 * len(words)


def _of_block(
    document: Document, block: Block, context: Context, meeting: Meeting | None
) -> list[Directive]:
    """Return the directives of one paragraph."""
    found: list[Directive] = []
    grammar = chinese if context.language == "zh" else english
    parts = [_without_grey(document, part) for part in sentences(block.body)]
    listed, colon = context.listed and context.item, False
    for number, part in enumerate(parts):
        if not part.words or _run_in(part, number, parts, block, context):
            continue
        if found and (below := SHELF.subject("lines").at(part.words, 0, 999, context.language)):
            found[-1] = _told_below(found[-1], below)
            continue
        if found and _in_brackets(found[-1], part.words, meeting):
            found = [_in_brackets(one, part.words, meeting) or one for one in found]
            continue
        colon = part.words[-1] in ":："
        if _ORDINAL.match(part.words):
            context.owner = context.everyone
        drafts = grammar.drafts_of(part.words, context)
        if listed and not drafts and number == 0 and len(part.words) > 8:
            drafts = [Draft(0, len(part.words), None, "item of a list")]
            drafts = [] if _TERM.match(part.words) or grammar.outside(part.words) else drafts
        if colon and _LEAD_ONLY.search(part.words):
            _remember(context, drafts)
            drafts = drafts if _says_more(part.words, context.language) else []
            context.ordered_before = True
            found.extend(_directives(document, part, drafts, context, meeting))
            continue
        found.extend(_directives(document, part, drafts, context, meeting))
        context.ordered_before = bool(drafts)
    if colon and (context.ordered_before or context.normative):
        context.listed = context.ordered_before
    elif not listed:
        context.listed = False
    return found


def _in_brackets(directive: Directive, words: str, meeting: Meeting | None) -> Directive | None:
    """Return a directive with what a sentence all in brackets behind it says of it."""
    if not re.match(r"[（(【].*[）)】]$", words):
        return None
    named = SHELF.subject("owners").by_name["zh in brackets"].search(words)
    named = named or SHELF.subject("owners").by_name["en in brackets"].search(words)
    deadline = deadline_in(words, language_of(words), meeting.date_iso if meeting else None)
    if named is None and deadline is None:
        return None
    if named and directive.owner.how != "explicit":
        parts = re.split("[；;]", words.strip("（(【）)】"))
        owners = [re.sub(r"^[^：:]{2,6}[：:]", "", part) for part in parts if "单位" in part[:6]]
        text = "; ".join(owners) or next(filter(None, named.groups()))
        directive = _with(directive, owner=Owner(text.strip(), "explicit"))
    return _with(directive, deadline=deadline or directive.deadline)


def _says_more(words: str, language: str) -> bool:
    """Whether a sentence before a list is a directive itself and not only its heading."""
    if language == "zh":
        return False
    return not re.search(
        r"(?i)\b(?:shall|must|should|will|to) (?:\w+ )?(?:includ\w+|be as follows|do the following|be the following|:)\s*:?$|following:?$",
        words,
    ) or bool(re.search(r"(?i)through the following", words))


def _run_in(
    part: Stretch, number: int, parts: list[Stretch], block: Block, context: Context
) -> bool:
    """Whether the first words of an item are its heading: “（一）加强领导。各镇要……”."""
    if number or len(parts) < 2 or context.language != "zh":
        return False
    if block.marker and len(part.words) <= 40 and _STAGE.search(part.words):
        return True
    return (
        bool(block.marker)
        and len(part.words) <= 20
        and not re.search("要|必须|应|不得", part.words)
    )


def _without_grey(document: Document, part: Stretch) -> Stretch:
    """Return a sentence without the words of the site before and behind it."""
    start, end = 0, len(part.words)
    for grey in document.boilerplate:
        while start < end and grey.start <= part.at[start] < grey.end:
            start += 1
        while end > start and grey.start <= part.at[end - 1] < grey.end:
            end -= 1
    return part.cut(start, end)


def _remember(context: Context, drafts: list[Draft]) -> None:
    """Keep who was told to act, for the sentences that follow."""
    for draft in drafts:
        if draft.owner:
            context.owner = Owner(draft.owner.text, "context")
            if context.genre == "readout" and _EVERYONE.match(draft.owner.text):
                context.everyone = context.owner


def _directives(
    document: Document, part: Stretch, drafts: list[Draft], context: Context,
    meeting: Meeting | None,
) -> Iterator[Directive]:  # fmt: skip
    """Give the directives of one sentence, each with all that its words say."""
    for draft in drafts:
        stretch = part.cut(draft.start, draft.end)
        words = stretch.words.rstrip(" .。;；,，:：、")
        words = re.sub(r"[;,] (?:and|or)$", "", words)
        if len(words) < 4:
            continue
        owner = draft.owner or _governing(context, words, meeting)
        _remember(context, [draft])
        yield _directive(
            document,
            stretch.cut(0, len(words)),
            owner,
            meeting,
            draft.why,
            strict=context.normative or context.genre == "cabinet",
        )


def _governing(context: Context, words: str, meeting: Meeting | None) -> Owner:
    """Return who has to act where the words themselves do not say."""
    if context.addressee and re.match(r"请|望|要求", words):
        return context.addressee
    if context.owner:
        return context.owner
    if context.addressee:
        return context.addressee
    return Owner(meeting.body, "implied") if meeting and meeting.body else NOBODY


def _directive(
    document: Document,
    stretch: Stretch,
    owner: Owner,
    meeting: Meeting | None,
    why: str,
    *,
    strict: bool = True,
) -> Directive:
    """Return a directive from its words."""
    words, span = stretch.words, stretch.span()
    language = language_of(words)
    deadline = deadline_in(words, language, meeting.date_iso if meeting else None)
    targets = targets_in(words, deadline.text if deadline else "")
    dated = deadline is not None and deadline.kind != "vague"
    return Directive(
        span,
        document.text[span.start : span.end],
        kind_of(words, language, strict=strict, measured=bool(targets) or dated),
        owner,
        deadline,
        targets,
        named_in(words),
        theme_of(words),
        why,
    )


def _from_tables(document: Document, meetings: tuple[Meeting, ...]) -> Iterator[Directive]:
    """Give the directives of the tables of tasks."""
    for table in document.tables:
        meeting = _meeting_at(meetings, table.start)
        for task in tasks_of(document, table) or ():
            yield _from_task(document, task, meeting)


def _from_task(document: Document, task: Task, meeting: Meeting | None) -> Directive:
    """Return the directive of a row."""
    text = document.text
    start, end = task.words
    while end > start and text[end - 1] in " .。;；,，":
        end -= 1
    score = _SCORE.search(text, start, end)
    end = score.start() if score and score.start() - start > 4 else end
    words = text[start:end]
    stretch = Stretch(words.replace("\n", " "), range(start, end))
    owner = Owner(_cell(text, task.owner), "table") if task.owner else NOBODY
    if not task.owner and meeting and meeting.body:
        owner = Owner(meeting.body, "implied")
    directive = _directive(document, stretch, owner, meeting, "table")
    language = language_of(words)
    said_on = meeting.date_iso if meeting else None
    if task.deadline:
        cell = _cell(text, task.deadline)
        deadline = deadline_in(cell, language, said_on) or _bare(cell, said_on)
        directive = _with(directive, deadline=deadline or directive.deadline)
    if task.target:
        directive = _with(
            directive, targets=directive.targets + targets_in(_cell(text, task.target), "")
        )
    return directive


def _bare(cell: str, said_on: str | None) -> Deadline | None:
    """Return the deadline of a cell that holds nothing but a day."""
    deadline = deadline_in("by " + cell, "en", said_on)
    text = deadline.text.removeprefix("by ").strip() if deadline else ""
    return _with(deadline, text=text) if deadline and text else None


def _cell(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split()).rstrip(" .。;；")
