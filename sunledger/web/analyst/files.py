"""Which files under the paths that were given will be read, and why the others will not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

TEXTS = (".csv", ".tsv", ".tab", ".txt", ".htm", ".html")
TABLES = (*TEXTS, ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PACKED = tuple(f"{ending}.gz" for ending in TABLES)
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst")
PAGES = (".pdf", ".doc", ".docx", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff")
# Folders that say how the files are kept, not whose they are.
_PLAIN = """
    clean raw data csv csvs xls xlsx ods src source sources files file tables input download
    downloads original originals 数据 原始数据 表格 文件
"""
PLAIN = frozenset(_PLAIN.split())


@dataclass(frozen=True)
class Source:
    """A file that will be read: where it is, what it is called here, and whose it seems to be."""

    path: Path
    name: str
    body: str
    size: int


@dataclass(frozen=True)
class Skipped:
    """A file that will not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Found:
    """All files under the paths, each to be read or skipped, in the order of their names."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    many_bodies: bool


class NothingThere(Exception):
    """A path was given at which nothing stands."""


def find(paths: list[Path], *, leave_out: Path | None = None) -> Found:
    """Return every file under `paths`, sorted; nothing inside `leave_out` is looked at."""
    sources: list[Source] = []
    skipped: list[Skipped] = []
    seen: set[Path] = set()
    prefixes = _prefixes(paths)
    for given in paths:
        if not given.exists():
            raise NothingThere(_("There is no file or folder at %(path)s.") % {"path": given})
        for path in _walk(given, leave_out):
            name = _name(path, given, prefixes[given])
            reason = _why_not(path, seen)
            seen.add(path.resolve())
            if reason:
                skipped.append(Skipped(name, reason))
            else:
                sources.append(Source(path, name, body_of(path, given), path.stat().st_size))
    folders = {source.body for source in sources}
    return Found(tuple(sources), tuple(skipped), many_bodies=len(folders) > 1)


def body_of(path: Path, given: Path) -> str:
    """Return the name that folders or file give to the body whose payments these are."""
    if given.is_file():
        return _stem(path)
    root = given.resolve()
    below = path.resolve().relative_to(root).parts[:-1]
    for part in (*below, root.name, root.parent.name):
        if _says_whose(part):
            return part
    return _stem(path)


def _walk(given: Path, leave_out: Path | None) -> Iterator[Path]:
    """Give each file at or below `given`, by name; a folder is entered once, even if linked."""
    if given.is_file():
        yield given
        return
    entered: set[Path] = set()
    waiting = [given]
    while waiting:
        folder = waiting.pop()
        real = folder.resolve()
        if real in entered or (leave_out and real == leave_out.resolve()):
            continue
        entered.add(real)
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        yield from (entry for entry in entries if not entry.is_dir())
        waiting.extend(reversed([entry for entry in entries if entry.is_dir()]))


def _prefixes(paths: list[Path]) -> dict[Path, str]:
    """Return what stands before the names of each path's files, so that no two are alike."""
    if len(paths) == 1:
        return {paths[0]: ""}
    names = Counter(path.resolve().name for path in paths)
    return {
        path: path.resolve().name if names[path.resolve().name] == 1 else str(path)
        for path in paths
    }


def _name(path: Path, given: Path, prefix: str) -> str:
    """Return what the file is called in the output: short, and unlike any other of this run."""
    name = prefix or path.name
    if not given.is_file():
        name = str(Path(prefix) / path.relative_to(given))
    return "".join(sign if sign.isprintable() else "�" for sign in name)


def _why_not(path: Path, seen: set[Path]) -> str:
    """Return why a file is not read, or nothing if it will be."""
    name = path.name.lower()
    if not path.is_file():
        return _("It is not a file that can be opened.")
    if path.resolve() in seen:
        return _("It was given twice; it is read once.")
    if name.startswith((".", "~$")):
        return _("It is a hidden file or a lock file of an office program.")
    if name.endswith((*TABLES, *PACKED)) or not path.suffix:
        return ""
    if name.endswith(ARCHIVES):
        return _("It is an archive. Unpack it and give the folder.")
    if name.endswith(PAGES):
        return _("It is a page or a picture, not a table. Rows are needed to check anything.")
    return _("It is not a spreadsheet (.csv .tsv .txt .xlsx .xls .ods .html, or .gz of these).")


def _says_whose(part: str) -> bool:
    """Whether a folder's name may be a body's: not a year, not “raw” or “clean”."""
    letters = [sign for sign in part if sign.isalpha()]
    return len(letters) > 1 and part.lower() not in PLAIN


def _stem(path: Path) -> str:
    """Return the file's name without any of its endings."""
    name = path.name
    for ending in (*PACKED, *TABLES):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return path.stem
