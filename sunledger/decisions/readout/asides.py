"""Who and by when, where it stands under a directive or in brackets behind it."""

import re
from dataclasses import replace as _with

from sunledger.decisions.reading.document import language_of
from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.deadlines import day_of, deadline_in
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Deadline, Directive, Meeting, Owner

# What a line under a task says of it: “责任单位：县财政局；完成时限：6月底前”.
_LABEL = re.compile(
    r"(牵头|主办|承办|责任|负责|落实|完成|配合|协办|协同|协作|参与|参加|督办|督导|监督|分管|包保|整改|办结|截止|计划)?"
    r"(单位|部门|领导|科室|处室|股室|主体|责任人|人|时限|期限|时间|日期|节点)[：:]\s*"
)
_LEAD = ("牵头", "主办", "承办")
_HELP = ("配合", "协办", "协同", "协作", "参与", "参加", "督办", "督导", "监督", "分管", "包保")
_PERSON = re.compile(r"(?:长|书记|主任|主席|经理|员)[ 　]*[一-龥]{2,4}$|^[一-龥]{2,3}$")
_WHEN = ("时限", "期限", "时间", "日期", "节点")


def told_to_all(found: list[Directive], line: Found) -> list[Directive]:
    """Return the directives of one point with what the line below them says."""
    last = found[-1]
    return [
        one if one is not last and one.owner.how == "explicit" else told_below(one, line)
        for one in found
    ]


def told_below(directive: Directive, line: Found) -> Directive:
    """Return a directive with the owner or the day that the line below it names."""
    if line.rule.language == "zh":
        return _labelled(directive, line.match[0])
    text = line.match[1].strip(" .。*_")
    if re.match(r"(?i)(?:n/?a|none|nil|tb[acd]|not applicable|-+)$", text):
        return directive
    if line.rule.says == "owner":
        return _with(directive, owner=Owner(text, "table"))
    return _due(directive, text, line.rule.language)


def _due(directive: Directive, text: str, language: str) -> Directive:
    """Return a directive with the day that stands alone in a line."""
    deadline = deadline_in(text, language, None) or deadline_in("by " + text, "en", None)
    iso = deadline.iso if deadline else None
    if iso is None and (
        dated := re.search(re.escape(text) + r",? (?:19|20)\d\d", directive.quotation)
    ):
        iso = day_of("by " + dated[0], "en")
    return _with(directive, deadline=Deadline(text, deadline.kind if deadline else "date", iso))


def _labelled(directive: Directive, words: str) -> Directive:
    """Return a directive with each thing that a line of labels says; who leads goes first."""
    labels = list(_LABEL.finditer(words))
    ends = [label.start() for label in labels[1:]] + [len(words)]
    lead = directive.owner.how == "table"
    for label, end in zip(labels, ends, strict=True):
        text = words[label.end() : end].strip(" 　,，;；.。、（）()【】")
        if not text or label[1] in _HELP:
            continue
        if label[2] in _WHEN:
            directive = _due(directive, text, "zh")
        elif not lead or label[1] in _LEAD or _unit_for_person(directive, label[2]):
            directive = _with(directive, owner=Owner(text, "table"))
            lead = True
    return directive


def _unit_for_person(directive: Directive, label: str) -> bool:
    """Whether a line names the unit, after one that named only the person."""
    unit = label in ("单位", "部门", "科室", "处室", "股室", "主体")
    return unit and bool(_PERSON.search(directive.owner.text))


def in_brackets(directive: Directive, words: str, meeting: Meeting | None) -> Directive | None:
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
