"""Who and by when, where it stands under a directive or in brackets behind it."""

import re
from dataclasses import replace as _with

from sunledger.decisions.reading.document import language_of
from sunledger.decisions.reading.shelf import Found
from sunledger.decisions.readout.deadlines import day_of, deadline_in
from sunledger.decisions.readout.rules import SHELF
from sunledger.decisions.readout.schema import Deadline, Directive, Meeting, Owner


def told_below(directive: Directive, line: Found) -> Directive:
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
