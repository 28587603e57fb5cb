"""Which part of a Chinese sentence is a directive."""

import re
from collections.abc import Iterator

from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.clauses import Clause, clause_of, somebody, verb
from sunledger.decisions.readout.draft import Context, Draft
from sunledger.decisions.readout.parts import begin_of, divided, ordinal
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Owner
from sunledger.decisions.readout.sentences import pieces

_COUNTS = re.compile(r"(?:^|^[^，。；]{2,20}[，：])[一二三四五六七八九十]是")
# “Doing this, is a duty of …” tells what a thing is, and orders nothing.
_TELLS = re.compile(r"\s*(?:是|事关|关系|关乎|既是|不仅是|就是|有利于|有助于|意味着|体现了)")
# What only says how things stand, or names what a paper is about.
_STATES = re.compile(
    r"(?:是|属于|位于|存在|现有|共有|分别为|主要为|简称|联系人|电话|包括|附件|如下)|[：:？?]$|^[^，。]{2,10}[：:]"
)
# Where a sentence turns from what was heard to what is asked: “…，并要求各镇……”.
_TURNS = re.compile(
    r"，(?:并|同时|还|会议)?(?:还|再次|进一步|明确)?(?:要求|强调|责成|(?:决定|明确|确定)(?=由))(?=[^，。；：:]{4})"
    r"|，(?:会议|大会|全会|党组|党委|董事会)(?:还|也|并)?(?:决定|要求|强调|明确|议定|确定)[，：](?=.{4})"
    r"|，(?:并|同时|还|会议)?(?:指出|提出|明确)，?(?=(?:[^，。；]{0,16}[^，。；只主重需])?(?:要|必须|应当)[^求点素])"
)
_APPROVES = re.compile(r"同意|通过|审议|听取|学习|传达|重要意义|重要性")
_SENT_TO = re.compile(
    r"(?:向|给)([^，。；]{2,80}?)(?:发出|下发|印发|发送|发去)[^，。；]{0,12}(?:通知|函|通报|指令|提示|督办)"
)
# Here the speaker comes to another matter: “就防汛工作，县长要求……”.
_ON_SOMETHING = re.compile(
    r"(?:会议)?(?:还|最后)?(?:就|关于|在谈到|在谈及|谈到|谈及|针对)[^，。；：]{3,40}(?:，|时，)"
)
_OF_WHOM = re.compile(r"([^，。；：“”]{2,16})：(?=.{4})")
_NO_LABEL = re.compile(
    "(?:要求|单位|部门|领导|人|人员|主持|出席|列席|会|镇|村|县|市|区|省|地|方|社区)$"
)


def drafts_of(words: str, context: Context) -> list[Draft]:
    """Return the directives in a sentence, in order."""
    turn = _TURNS.search(words)
    if turn is None:
        return _drafts(words, context, asked=False)
    before = words[: turn.start()]
    first = [] if _APPROVES.search(before) else _drafts(before, context, asked=False)
    context.commanding, context.owner = True, context.everyone
    if sent := _SENT_TO.search(before):
        context.owner = context.everyone = Owner(sent[1], "context")
    told = _drafts(words[turn.end() :], context, asked=True)
    return [*first, *(one.moved(turn.end()) for one in told)]


def _drafts(words: str, context: Context, *, asked: bool) -> list[Draft]:
    """Return the directives in a sentence, or in the part of it that one authority says."""
    voices = SHELF.subject("outside").by_name["zh voices"]
    context.counting = bool(_COUNTS.match(words)) or context.counting
    start, led = _leads(words, context)
    asked = asked or led
    if start < 0 or voices.search(words) or _is_out(words[start:]):
        return []
    clauses = [clause_of(words, start + a, start + b) for a, b in pieces(words[start:], "，,；;")]
    first = _first_duty(clauses, words, context, asked)
    if first is None and _is_item(clauses, words[start:], context):  # a point of a list
        first = 0
    if first is None and context.normative and "；" in words[start:]:
        return list(_each_part(words, start, context))
    if first is None:
        return []
    begin = begin_of(words, clauses, first)
    return list(divided(words, clauses, begin))


def _each_part(words: str, start: int, context: Context) -> Iterator[Draft]:
    """Give the directives of a sentence whose first part between semicolons only tells."""
    for a, b in pieces(words[start:], "；;"):
        some = [
            clause_of(words, start + a + c, start + a + d)
            for c, d in pieces(words[start + a : start + b], "，,")
        ]
        first = _first_duty(some, words, context, asked=False)
        if first is not None:
            yield from divided(words, some, begin_of(words, some, first))


def outside(words: str) -> bool:
    """Whether a whole point of a list is no directive: also what was only heard or passed."""
    heard = SHELF.subject("leads").at(words, 0, len(words), "zh")
    return _is_out(words) or bool(heard and heard.rule.says == "past")


def _is_out(words: str) -> bool:
    """Whether the whole sentence is no directive."""
    return any(
        found.rule.says == "whole"
        for found in SHELF.subject("outside").all(words, 0, len(words), "zh")
    )


def _leads(words: str, context: Context) -> tuple[int, bool]:
    """Return where the reported words begin, or -1 where only the past is told."""
    start, asked = ordinal(words), False
    for _ in range(4):
        found = SHELF.subject("leads").at(words[start:], 0, len(words), "zh")
        if found is None:
            break
        if found.rule.says == "past":
            context.commanding = context.carried = False
            later = re.search(r"[，；](?:并)?(?=要|必须|应当|要求)", words[start:])
            if later is None:
                return -1, False
            start += later.end()
            continue
        asked = asked or found.rule.says == "ask"
        if _ON_SOMETHING.match(words, start):
            context.everyone = None
        if found.rule.says in ("order", "ask") and not _only_tells(found, words):
            context.commanding, context.owner = True, context.everyone
        start += found.end
        start += ordinal(words[start:])
    return start + _labelled(words, start, context), asked


def _only_tells(found: Found, words: str) -> bool:
    """Whether a lead lets nobody command: “according to”, or who explains what there is."""
    if found.rule.name == "zh learned from":
        return "介绍" in found.match[0] and not re.search("将|计划|下一步|拟|要", words)
    return found.rule.name == "zh according to"


def _labelled(words: str, start: int, context: Context) -> int:
    """Return the length of the office that a point of minutes is about: “财务科：……”."""
    label = _OF_WHOM.match(words, start) if context.normative else None
    if label is None:
        return 0
    if not somebody().match(label[1]) or _NO_LABEL.search(label[1]):
        rest = clause_of(words, label.end(), len(words))
        return label.end() - start if rest.rule == "zh actor" and rest.subject else 0
    context.owner = Owner(label[1], "context")
    return label.end() - start


def _first_duty(clauses: list[Clause], words: str, context: Context, asked: bool) -> int | None:
    """Return which clause first lays a duty on somebody."""
    speaking = context.commanding or asked or (context.normative and not context.telling)
    weak = speaking or context.ordered_before or context.listed
    for number, clause in enumerate(clauses):
        if clause.sign == "strong" and (context.genre != "news" or speaking):
            return number
        if clause.sign == "decide":
            context.commanding = True
            if context.genre == "notice" and (clause.subject or words.startswith("为")):
                return None
            return number if verb().search(words[clause.start :]) else None
        if clause.sign == "future" and (weak or context.genre in ("reported", "cabinet")):
            return None if context.telling else number
        if asked:
            return number
    if weak:
        return _first_act(clauses, words)
    return 0 if context.carried and _still_told(clauses[0]) else None


def _still_told(clause: Clause) -> bool:
    """Whether a later paragraph of what a meeting demands goes on: “Each town sets up …”."""
    told = clause.sign == "act" and clause.rule == "zh actor"
    return told and bool(
        re.search(r"^(?:各|有关|相关|全)|(?:部门|单位|各级|上下)$", clause.subject)
    )


def _first_act(clauses: list[Clause], words: str) -> int | None:
    """Return which of the first clauses names an act or an aim, before anything of the past."""
    acting = [number for number, clause in enumerate(clauses) if clause.sign != "aside"]
    for number in acting[:3]:
        clause = clauses[number]
        if clause.sign == "past" or _TELLS.match(words[clause.end + 1 :]):
            return None
        if clause.sign == "act":
            return number
    return None


def _is_item(clauses: list[Clause], words: str, context: Context) -> bool:
    """Whether it is a point of a plan, which does not say in words that it is to be done."""
    counted = context.counting and context.commanding
    listed = context.item and (context.planned or context.acting)
    if context.telling or not (counted or listed) or len(words) < (4 if counted else 8):
        return False
    return not _STATES.search(words) and all(one.sign != "past" for one in clauses)
