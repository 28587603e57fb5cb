"""What must never be public: found in a text, and covered or masked by rule.

`find` looks for what is personal by its own shape: identity numbers, bank cards and accounts,
mobile telephones, e-mail addresses, passports, the addresses of homes, whose illness. Names have
no shape; they are personal where the category says that a field holds a person, and `names` masks
them there. `masks` shows of everything else what may be shown.

Every answer depends on the text alone: no clock, no network, no state.
"""

from sunledger.core.privacy.across import find_across
from sunledger.core.privacy.find import MASKED, SENTENCES, cover, find
from sunledger.core.privacy.masks import mask_found, masked
from sunledger.core.privacy.names import is_masked, is_person, mask
from sunledger.core.privacy.numbers import Kind, Personal

__all__ = [
    "MASKED",
    "SENTENCES",
    "Kind",
    "Personal",
    "cover",
    "find",
    "find_across",
    "is_masked",
    "is_person",
    "mask",
    "mask_found",
    "masked",
]
