"""The public copy of a file: written anew from what people see in it, and nothing else.

A photograph tells where it was taken, a letter who wrote it, a PDF what stood in it before. So a
file is never published as it came. Its pixels, pages, paragraphs or cells are read in a bounded
process and written anew; what people do not see stays behind. What cannot be done so is refused
with a sentence, and what looks like a number of a person in the words of a copy, too.
"""

from sunledger.core.cleancopy.made import KINDS, Clean, NoCopy
from sunledger.core.cleancopy.outside import NORMAL, Bounds, clean, taken

__all__ = ["KINDS", "NORMAL", "Bounds", "Clean", "NoCopy", "clean", "taken"]
