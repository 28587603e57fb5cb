"""What of a letter is left out, and what makes it be refused, by the names of the two formats."""

from sunledger.core.cleancopy.xmlfilter import Rules
from sunledger.core.problem import gettext_noop

_CHANGES = gettext_noop(
    "%(file)s holds tracked changes: what was struck out is still in it. Accept or reject them "
    "all, save it, and attach that."
)
_HIDDEN = gettext_noop("%(file)s holds hidden words. Remove them, save it, and attach that.")
_INSIDE = gettext_noop(
    "%(file)s holds other files or charts inside. Save it as PDF, and attach that."
)

_TRACES = """
    author initials userId providerId descr title alt paraId textId durableId docPartGuid
"""
_WORD_DROPPED = """
    rsids rsid docVars attachedTemplate mailMerge writeProtection documentProtection
    commentRangeStart commentRangeEnd commentReference annotationRef proofErr alias tag dataBinding
    placeholder tblCaption tblDescription embedRegular embedBold embedItalic embedBoldItalic
    customXmlInsRangeStart docId smartTagType saveThroughXslt
"""
_OPENDOCUMENT_DROPPED = """
    annotation annotation-end scripts event-listeners desc title dde-source
    dde-connection-decls user-field-decls
"""
_WORD_CHANGES = (
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange"),
    *("pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange"),
)
_WORD_INSIDE = ("object", "OLEObject", "altChunk", "control", "contentPart", "subDoc")

# The parts of a Word letter that hold words.
WORD = Rules(
    dropped=frozenset(_WORD_DROPPED.split()),
    attributes=frozenset(_TRACES.split()),
    refused={
        **dict.fromkeys(_WORD_CHANGES, _CHANGES),
        **dict.fromkeys(_WORD_INSIDE, _INSIDE),
        "vanish": _HIDDEN,
    },
    ends=frozenset({"p"}),
    gaps=frozenset({"tab", "br"}),
)
# Its parts that only shape the words.
PLAIN = Rules(WORD.dropped, WORD.attributes, {}, frozenset(), frozenset())

OPENDOCUMENT = Rules(
    dropped=frozenset(_OPENDOCUMENT_DROPPED.split()),
    attributes=frozenset({"name-and-extension", "creator"}),
    refused={
        **dict.fromkeys(("tracked-changes", "changed-region"), _CHANGES),
        **dict.fromkeys(("hidden-text", "hidden-paragraph", "vanish"), _HIDDEN),
        **dict.fromkeys(("object", "object-ole", "applet", "plugin", "floating-frame"), _INSIDE),
    },
    ends=frozenset({"p", "h"}),
    gaps=frozenset({"s", "tab", "line-break"}),
)
