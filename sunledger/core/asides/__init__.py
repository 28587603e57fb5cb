"""What a spreadsheet says beside its cells: remarks, names, headers, properties, pictures.

None of it becomes a record, so none of it would be published. But a file that carries somebody's
number in a remark is a file that was not looked through, and it lies on other disks as well: so
all of it is looked at, and whoever brings the file is told where.
"""

from sunledger.core.asides.aside import COMMENT, HEADER, NAME, OTHER, PICTURE, PROPERTIES, Aside
from sunledger.core.asides.beside import asides

__all__ = ["COMMENT", "HEADER", "NAME", "OTHER", "PICTURE", "PROPERTIES", "Aside", "asides"]
