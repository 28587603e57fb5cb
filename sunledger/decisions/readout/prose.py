"""Directives out of paragraphs and lists, and what earlier sentences say about later ones."""

import re
from collections.abc import Iterator

from sunledger.decisions.reading.blocks import Block
from sunledger.decisions.reading.document import Document, Stretch, language_of
from sunledger.decisions.readout import chinese, english
from sunledger.decisions.readout.asides import in_brackets, told_below, told_to_all
from sunledger.decisions.readout.directive import directive_of
from sunledger.decisions.readout.draft import Context, Draft
from sunledger.decisions.readout.headings import is_heading, is_run_in, says_more
from sunledger.decisions.readout.leads import opens_list, tells_aims
from sunledger.decisions.readout.marks import plain, unnumbered
from sunledger.decisions.readout.meetings import in_year, meeting_at
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import NOBODY, Directive, Meeting, Owner
from sunledger.decisions.readout.sections import enter, leave
from sunledger.decisions.readout.sentences import sentences
from sunledger.decisions.readout.subjects import is_agent

_LEAD_ONLY = re.compile(
    r"(?:如下|以下[^，。]{0,14}|下列[^，。]{0,14}|\binclud(?:e|es|ing)|(?:the"
    r" )?following(?: \w+){0,3}|as follows)\s*[:：]?$",
    re.IGNORECASE,
)
# “… the following documents:” lists things, and nothing that is to be done.
_THINGS = re.compile(
    r"(?i)following (?:\w+ ){0,2}(?:documents|items|information|particulars|records|data|details"
    r"|members|categories|criteria|sites|places|persons|officers|areas|topics|contents)\b"
)
# “Term: what it means” in a list explains the list and orders nothing.
_TERM = re.compile(r"\*\*[^*]{2,40}\*\*\s*[:：]|[A-Z][\w .-]{1,30}: (?:[A-Z]|the |a )")
_EVERYONE = re.compile(
    r"各级|各地|各部门|各单位|各有关|全[党国省市县区系]|(?i:all|every|each|the whole|the entire)\b"
)
# “The Task Force shall:” lays nothing on anybody before its list does.
_CUT_SHORT = re.compile(r"\b(?:shall|must|should|will|to|needs? to|are to|is to|direct|instruct)$")
_ORDINAL = re.compile(r"[一二三四五六七八九十]+[是要]|第[一二三四五六七八]，")
# “The following matters were raised:” tells what follows, and orders nothing.
_TOLD_LIST = re.compile(
    r"\b(?:were|was|noted|raised|reported|received|discussed|present|attended|heard|achieved)\b"
)
_TO_WHOM = re.compile(
    r"(?!.*\b(?:is|are|was|were|shall|will|must|should|states?|as follows|following)\b)"
    r"(?:(?:TO|To):? ((?:(?i:all|the|each|heads?|chiefs?|directors?)) [^:.;]{3,160}):?$"
    r"|((?i:all )?[A-Z][^:.;]{6,200}):$)"
)
_ADDRESSEE = re.compile(
    r"^(?![^：]*(?:要|应当|必须|如下|以下|进行|开展))((?:各(?!位)|有关|相关|你)[^。；]{1,160}|[^。；：，]{2,30}，各(?!位)[^。；]{1,160}|[^。；，]{2,60}(?:局|委|办|厅|部|政府|单位|部门|公司|学校|村|镇)[^。；]{0,100})[：:]$"
)


# Who answers a letter speaks of what he will do himself.
_ANSWERS = re.compile(r"现?(?:将[^，。\n]{0,20})?[答回]复如下|[提议]案的答复|建议的(?:答复|回复)")
# A slip that hands a case on names in its head who is to deal with it.
_HANDED_TO = re.compile(
    r"(?:承办|主办|办理|收件|接件|交办|转办|责任|被督办)(?:单位|部门)[：:]\s*([^，。；：\s]{2,40})"
)


def from_prose(
    document: Document, blocks: list[Block], meetings: tuple[Meeting, ...], genre: str
) -> list[Directive]:
    """Return the directives of the paragraphs and lists."""
    context = Context("", genre, planned=genre == "plan")
    found: list[Directive] = []
    since = 0
    for number, block in enumerate(map(plain, blocks)):
        language = language_of(block.body.words)
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        _enter(context, block, language)
        leave(context, block)
        if addressee := _ADDRESSEE.match(block.body.words) or _told_to(context, block, number):
            if not _ANSWERS.search(document.text, 0, 1200):
                context.addressee = Owner(next(filter(None, addressee.groups())), "context")
            continue
        if not found and context.genre == "notice" and (to := _HANDED_TO.match(block.body.words)):
            context.addressee = Owner(to[1], "context")
            continue
        if found and (below := SHELF.subject("lines").at(block.body.words, 0, 999, language)):
            found[since:] = told_to_all(found[since:], below)
            continue
        if language == "en" and opens_list(block.body.words) == "resolved":
            _begin_list(context, "resolved")
            continue
        context.aims = context.aims and bool(block.marker)
        if context.aims:
            continue
        context.answered = language == "en" and _answered(after)
        if not context.answered and is_heading(block, after, number, language, genre):
            context.owner, context.listed = None, False
            enter(context, block.body.words, block.marker)
            continue
        meeting = in_year(meeting_at(meetings, block.body.span().start), context.year)
        if meeting and meeting.body != context.body:
            context.body, context.everyone = meeting.body, None
        some = _of_block(document, block, context, meeting)
        since = len(found) if some else since
        found.extend(some)
    return found


def _answered(after: Block | None) -> bool:
    """Whether the next line only says who is to do it, or by when."""
    if after is None:
        return False
    below = plain(after).body.words
    return SHELF.subject("lines").at(below, 0, len(below), "en") is not None


_VIEW = re.compile(r"(?i)\b(?:disagrees?|agrees?|concurs?|accepts?|notes?)\b")


def _enter(context: Context, block: Block, language: str) -> None:
    """Forget what the paragraph before said, unless a list goes on."""
    context.language, was_item = language, context.item
    context.item = bool(block.marker)
    if (
        context.listed
        and block.marker
        and _class(block.marker) == (context.list_class or _class(block.marker))
    ):
        context.list_class = _class(block.marker)
        context.owner = context.list_owner
        context.commanding = context.commanding or context.spoken
        return
    if context.listed and _ORDINAL.match(block.body.words):
        return
    context.list_class, context.counting, context.list_owner = "", False, None
    context.listed = context.spoken = context.resolved = False
    follows = context.genre == "plan" and not block.marker and not was_item
    stays = context.owner if follows else context.everyone
    context.owner, context.ordered_before = stays, False
    if context.genre != "order":
        context.carried = context.genre == "readout" and (context.carried or context.commanding)
        context.commanding = False


def _class(marker: str) -> str:
    """Return what kind of marker this is: figures, letters, strokes."""
    signs = re.sub(r"[\s.)、．）]", "", marker)
    return re.sub(
        r"[a-z]+", "a", re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", signs))
    )


def _of_block(
    document: Document, block: Block, context: Context, meeting: Meeting | None
) -> list[Directive]:
    """Return the directives of one paragraph."""
    found: list[Directive] = []
    grammar = chinese if context.language == "zh" else english
    parts = [_without_grey(document, part) for part in sentences(block.body)]
    if context.language == "en":
        parts = [unnumbered(part) for part in parts]
    listed, colon = context.listed and context.item and not context.spoken, False
    for number, part in enumerate(parts):
        if _only_names(part, number, parts, block, context):
            continue
        if found and (below := SHELF.subject("lines").at(part.words, 0, 999, context.language)):
            found[-1] = told_below(found[-1], below)
            continue
        if found and in_brackets(found[-1], part.words, meeting):
            found = [in_brackets(one, part.words, meeting) or one for one in found]
            continue
        colon = part.words[-1] in ":："
        if _ORDINAL.match(part.words):
            context.owner = context.list_owner or context.everyone
        drafts = grammar.drafts_of(part.words, context)
        stands = listed or (context.answered and len(parts) == 1)
        if stands and not (drafts or number) and len(part.words) > 8:
            drafts = [Draft(0, len(part.words), None, "item of a list")]
            told = _TERM.match(part.words) or grammar.outside(part.words)
            drafts = [] if told or (not listed and _VIEW.search(part.words)) else drafts
        if colon and _LEAD_ONLY.search(part.words):
            _remember(context, drafts)
            drafts = drafts if says_more(part.words, context.language) else []
            context.ordered_before = bool(drafts) or not _TOLD_LIST.search(part.words)
            found.extend(_directives(document, part, drafts, context, meeting))
            continue
        found.extend(_directives(document, part, drafts, context, meeting))
        context.ordered_before = bool(drafts)
    _after_block(context, block, parts, colon=colon, listed=listed)
    return found


def _after_block(
    context: Context, block: Block, parts: list[Stretch], *, colon: bool, listed: bool
) -> None:
    """Keep what the end of a paragraph says of the list below it."""
    if colon and context.language == "en" and _THINGS.search(parts[-1].words):
        context.listed = False
    elif colon and (context.ordered_before or context.normative):
        context.listed, context.list_owner = context.ordered_before, context.owner
    elif not listed and not context.spoken and not _ORDINAL.match(block.body.words):
        context.listed = False
    context.aims = (
        bool(parts)
        and context.language == "en"
        and context.genre != "plan"
        and tells_aims(parts[-1].words)
    )
    if colon and context.language == "en" and not context.listed:
        _begin_list(context, opens_list(parts[-1].words))


def _begin_list(context: Context, kind: str) -> None:
    """Begin the list of what was resolved, or of what an authority is said to have said."""
    if kind:
        context.listed = context.spoken = True
        context.resolved = kind == "resolved"
        context.list_class, context.list_owner = "", None


def _told_to(context: Context, block: Block, number: int) -> re.Match[str] | None:
    """Return the line that names to whom an English notice is written."""
    if context.language != "en" or context.genre not in ("notice", "order") or number > 12:
        return None
    found = _TO_WHOM.match(block.body.words)
    return found if found and is_agent(found[1] or found[2]) else None


def _only_names(
    part: Stretch, number: int, parts: list[Stretch], block: Block, context: Context
) -> bool:
    """Whether a sentence is empty or only the heading of its point."""
    if part.words and not is_run_in(part, number, parts, block, context):
        return False
    if part.words:
        enter(context, part.words, block.marker or "①")
    return True


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
            context.by_act = draft.why == "zh actor"
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
        if len(words) < 4 or _CUT_SHORT.search(words):
            _remember(context, [draft])
            continue
        owner = draft.owner or _governing(context, words, meeting)
        if draft.owner and _THE_MEETING.match(draft.owner.text) and meeting and meeting.body:
            owner = Owner(meeting.body, "implied")
        _remember(context, [draft])
        yield directive_of(
            document,
            stretch.cut(0, len(words)),
            owner,
            meeting,
            draft.why,
            strict=context.normative or context.genre == "cabinet",
        )


_THE_MEETING = re.compile(r"(?i)(?:the )?(?:meeting|session|conference|plenary)$")


def _governing(context: Context, words: str, meeting: Meeting | None) -> Owner:
    """Return who has to act where the words themselves do not say."""
    if context.addressee and re.match(r"请|望|要求", words):
        return context.addressee
    if context.by_act and words.startswith("要"):
        context.owner, context.by_act = context.everyone, False
    if context.owner:
        return context.owner
    if context.addressee:
        return context.addressee
    return Owner(meeting.body, "implied") if meeting and meeting.body else NOBODY
