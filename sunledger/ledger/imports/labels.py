"""What a cell says under labels of its own: “Completion Date:June 30, 2023Agency Contact:…”.

Reports are pasted into one cell with their labels run together. Each label begins a part that ends
where the next known one begins. Who is named as a contact is a person and is left out; the post
that they hold, where the words name one, is kept.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Field: the labels that open a part about it, longest first where one holds another.
LABELS: dict[str, tuple[str, ...]] = {
    "due": (
        "Planned completion date for corrective action plan", "Anticipated Completion Date",
        "Implementation date(s)", "Implementation dates", "Implementation date", "Completion Date",
        "Due date", "整改时限", "完成时限", "办结时限", "完成时间",
    ),
    "contact": (
        "Name of the contact person responsible for corrective action",
        "Personnel Responsible for Corrective Action", "Responsible persons", "Responsible person",
        "Agency Contact", "Contact person", "Contact", "责任人", "联系人", "经办人",
    ),
    "title": ("Title",),
    "unit": ("Department", "责任单位", "牵头单位", "承办单位"),
    "status": ("Status", "整改状态"),
    "found": ("Questioned Costs", "涉及金额"),
    "measures": (
        "Action taken in response to finding", "Corrective action plan", "Corrective Action",
        "整改措施",
    ),
    "": (
        "Recommendation", "Explanation of disagreement with audit finding", "Criteria", "Condition",
        "Cause", "Effect", "Context", "Repeat Finding", "Views of responsible officials",
        "Prior Year Findings", "Prior Year Finding", "Type of Finding", "Federal Agency",
        "Corrective Action Plan", "Criteria or specific requirement", "Finding Type",
        "Statistically Valid Sample", "State Number", "State Bureau", "Known", "Likely",
    ),
}  # fmt: skip
_FIELD = {label.casefold(): field for field, many in reversed(LABELS.items()) for label in many}
_ANY = re.compile(
    "("
    + "|".join(re.escape(label) for label in sorted(_FIELD, key=len, reverse=True))
    + r")\s*[:：]",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(director|manager|officer|coordinator|deputy|chief|commissioner|administrator|controller"
    r"|supervisor|treasurer|auditor|secretary|superintendent|president|cio|cfo|ceo|team lead"
    r"|leader|specialist|analyst)\b|主任|局长|处长|科长|科员|主管|经理|校长|书记|专员|会计",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")


class Part(NamedTuple):
    """A part of a text: the field that its label names, the label, and what stands after it."""

    field: str
    label: str
    words: str
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """Give the labelled parts of a text, in order."""
    found = list(_ANY.finditer(text))
    for place, match in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        words = text[match.end() : end].strip()
        yield Part(_FIELD[match[1].casefold()], match[1], words, match.start(), end)


def said_under(text: str) -> dict[str, str]:
    """Return what a text says under the labels that name a field; the first of each counts."""
    found: dict[str, str] = {}
    for part in parts(text):
        if part.field and part.words:
            found.setdefault(part.field, part.words)
    return found


def without_contacts(text: str) -> str:
    """Return the text with the post in place of each person who is named as a contact."""
    kept: list[str] = []
    place = 0
    for part in parts(text):
        if part.field == "contact":
            kept += [text[place : part.start], f"{part.label}: {post_of(part.words)} "]
            place = part.end
    return "".join([*kept, text[place:]]).strip()


def post_of(contact: str) -> str:
    """Return the posts that a contact line names, without the persons."""
    pieces = _TELEPHONE.sub(";", contact)
    posts = (_post(piece) for piece in re.split(r"[;；]", pieces))
    return "; ".join(dict.fromkeys(filter(None, posts))) or "—"


def _post(piece: str) -> str:
    """Return one person's post: what follows the name, from the first word for a post on."""
    words = [word.strip(" .") for word in re.split(r"[,，、]", piece)]
    place = next((n for n, word in enumerate(words) if _POST.search(word)), None)
    return "" if place is None else ", ".join(filter(None, words[place:]))[:160]


def several(names: str) -> list[str]:
    """Return the names that stand in one cell: with signs between them, or run together.

    A comma parts Chinese names; an English name may hold one.
    """
    signs = r"[;；、，,/\n|]" if re.search(r"[\u4e00-\u9fff]", names) else r"[;/\n|]"
    text = re.sub(r"(?<=[a-z)])(?=[A-Z])", ";", names)
    found = (
        re.sub(r"\s*[(（][^()（）]*[)）]$", "", name.strip(" .。　\t"))
        for name in re.split(signs, text)
    )
    return list(dict.fromkeys(filter(None, found)))
