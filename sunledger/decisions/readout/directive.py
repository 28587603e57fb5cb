"""All that the words of one directive say."""

from sunledger.decisions.reading.document import Document, Stretch, language_of
from sunledger.decisions.readout.deadlines import deadline_in
from sunledger.decisions.readout.kinds import kind_of, named_in, theme_of
from sunledger.decisions.readout.schema import Directive, Meeting, Owner
from sunledger.decisions.readout.targets import targets_in


def directive_of(
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
    said_on = meeting.date_iso if meeting else None
    deadline = deadline_in(words, language, said_on, month_first=document.month_first)
    targets = targets_in(words, deadline.text if deadline else "", language)
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
