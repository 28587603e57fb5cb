"""What disclosure remembers: sheets handed in, batches of records, and corrections laid over them.

A published record never changes: triggers in the database hold that (migration 0002), so that not
even a shell can break it. A correction stands beside the record, and `face` lays it over.
"""

from sunledger.disclosure.models.attachment import Attachment
from sunledger.disclosure.models.batch import (
    LOOKED_AT,
    PUBLIC,
    TO_REVIEW,
    Batch,
    State,
    Visibility,
)
from sunledger.disclosure.models.checked import Answer, Content
from sunledger.disclosure.models.entry import Blank, Bundle, BundleFile, Entry, Mapping, Way
from sunledger.disclosure.models.line import NO_AMOUNT, NO_DAY, Line, Sum
from sunledger.disclosure.models.owed import (
    Adoption,
    Below,
    Exemption,
    ExemptionState,
    Headcount,
    Published,
    ResidentsCode,
)
from sunledger.disclosure.models.own import OwnTag, Slip, SlipHandle
from sunledger.disclosure.models.record import Correction, CorrectionState, Record
from sunledger.disclosure.models.shape import Shape
from sunledger.disclosure.models.taken import Branch, Head, Origin, Taken
from sunledger.disclosure.models.telling import Telling
from sunledger.disclosure.models.upload import Upload, UploadState

__all__ = [
    "LOOKED_AT",
    "NO_AMOUNT",
    "NO_DAY",
    "PUBLIC",
    "TO_REVIEW",
    "Adoption",
    "Answer",
    "Attachment",
    "Batch",
    "Below",
    "Blank",
    "Branch",
    "Bundle",
    "BundleFile",
    "Content",
    "Correction",
    "CorrectionState",
    "Entry",
    "Exemption",
    "ExemptionState",
    "Head",
    "Headcount",
    "Line",
    "Mapping",
    "Origin",
    "OwnTag",
    "Published",
    "Record",
    "ResidentsCode",
    "Shape",
    "Slip",
    "SlipHandle",
    "State",
    "Sum",
    "Taken",
    "Telling",
    "Upload",
    "UploadState",
    "Visibility",
    "Way",
]
