"""Which meetings have the same words already, and which decisions say the same as some words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Count, QuerySet

from sunledger.decisions.copies import Sentence, alike, sentence_of, sentences_of
from sunledger.decisions.models import Decision, Entry, Meeting, Print, State

LOOKED_AT = 5  # meetings that share most fingerprints; the others cannot be the same
# When a text is a copy: all but all of it stands in the other, or most of either in the other.
EXCERPT, MOST = 0.8, 0.5


class Known(NamedTuple):
    """A meeting that has some of the same words."""

    meeting: Meeting
    of_new: float  # the share of the new text that stands there
    of_known: float  # the share of the known text that stands in the new one
    there: int  # how many of the new text's directives stand there
    of: int

    @property
    def is_same(self) -> bool:
        """Whether the new text is a copy of it, or an excerpt, and no text that quotes it."""
        return self.of_new >= EXCERPT or (self.of_new >= MOST and self.of_known >= MOST)


def keep_prints(meeting: Meeting, boilerplate: Iterable[Sequence[int]] = ()) -> None:
    """Keep the fingerprints of a meeting's sentences."""
    Print.objects.bulk_create(
        Print(meeting=meeting, key=key, start=one.start, end=one.end)
        for one in sentences_of(meeting.text, boilerplate)
        for key in one.keys
    )


def known(
    text: str,
    boilerplate: Iterable[Sequence[int]],
    directives: Iterable[str],
    among: QuerySet[Meeting],
) -> list[Known]:
    """Return the meetings that have words of a text, the most like it first."""
    new = sentences_of(text, boilerplate)
    keys = {key for one in new for key in one.keys}
    rows = Print.objects.filter(key__in=keys, meeting__in=among).order_by()
    best = rows.values("meeting").annotate(shared=Count("key")).order_by("-shared", "meeting")
    meetings = Meeting.objects.in_bulk([row["meeting"] for row in best[:LOOKED_AT]])
    asked = [sentence_of(words) for words in directives]
    found = [_compared(new, asked, meeting) for meeting in meetings.values()]
    return sorted((one for one in found if one.of_new), key=lambda one: -one.of_new)


def twins(entries: Iterable[Entry]) -> dict[int, list[Decision]]:
    """Return, by entry, the adopted decisions of its owners with the same words, or nearly."""
    asked = {entry: sentence_of(entry.quotation) for entry in entries}
    keys = {
        key
        for entry, whole in asked.items()
        for one in [whole, *sentences_of(entry.quotation)]
        for key in one.keys
    }
    meetings = Print.objects.filter(key__in=keys).values("meeting")
    rows = Decision.objects.filter(state=State.ADOPTED, meeting__in=meetings)
    said = [(one, sentence_of(one.quotation)) for one in rows.select_related("owner", "meeting")]
    found: dict[int, list[Decision]] = {}
    for entry, words in asked.items() if said else ():
        owners = {unit.pk for unit in entry.owners.all()}
        near = [one for one, other in said if one.owner_id in owners and alike(words, other)]
        if near:
            found[entry.pk] = near
    return found


def _compared(new: list[Sentence], asked: list[Sentence], meeting: Meeting) -> Known:
    """Return how much of either text stands in the other."""
    grey = [span for part in meeting.parts.all() if not part.is_copy for span in part.boilerplate]
    old = sentences_of(meeting.text, grey)
    by_key = defaultdict(list)
    for one in old:
        for key in one.keys:
            by_key[key].append(one)
    pairs = [(one, _like(one, by_key)) for one in new]
    there = {twin.start: twin for _one, twins in pairs for twin in twins}
    return Known(
        meeting,
        _weight(one for one, twins in pairs if twins) / max(1, _weight(new)),
        _weight(there.values()) / max(1, _weight(old)),
        sum(any(_holds(one, other) for other in there.values()) for one in asked),
        len(asked),
    )


def _like(one: Sentence, by_key: dict[int, list[Sentence]]) -> list[Sentence]:
    """Return the sentences that say the same, among those that share a number."""
    near = {other.start: other for key in one.keys for other in by_key.get(key, ())}
    return [other for other in near.values() if alike(one, other)]


def _holds(one: Sentence, other: Sentence) -> bool:
    """Whether most runs of one stand in the other."""
    return bool(one.runs) and len(one.runs & other.runs) >= 0.8 * len(one.runs)


def _weight(sentences: Iterable[Sentence]) -> int:
    return sum(len(one.words) for one in sentences)
