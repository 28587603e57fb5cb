"""What must never be public: found in a text, and covered or masked by rule.

`find` looks for what is personal by its own shape: identity numbers, bank cards and accounts,
mobile telephones, e-mail addresses, passports. Names have no shape; they are personal where the
category says that a field holds a person, and `names` masks them there.

Every answer depends on the text alone: no clock, no network, no state.
"""

from sunledger.core.privacy.find import SENTENCES, cover, find
from sunledger.core.privacy.names import is_masked, is_person, mask
from sunledger.core.privacy.numbers import Kind, Personal

__all__ = [
    "SENTENCES",
    "Kind",
    "Personal",
    "cover",
    "find",
    "is_masked",
    "is_person",
    "mask",
]
