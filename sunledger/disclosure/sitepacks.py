"""A site's own packs: copied from one that there is, changed, checked, and taken into force.

packs/my-village/                     a draft, which anyone who runs the site may edit
packs/in-force/my-village/2026-1.1/   what the site goes by, one folder a version, never edited
"""

import re
import shutil
from pathlib import Path

from sunledger.core.catalogue import CatalogueError
from sunledger.core.problem import Refused, gettext_noop
from sunledger.core.workbook import open_sheets
from sunledger.disclosure.category import (
    IN_FORCE,
    PACKS,
    SHELF,
    SHIPPED,
    Category,
    Example,
    by_age,
    clash_of,
)
from sunledger.disclosure.packfile import HEAD, load_pack
from sunledger.disclosure.sheet import Problem, read

_NAME = re.compile(r"[a-z][a-z0-9-]{1,30}", re.ASCII)
_CODE = re.compile(r'^code = "([^"]+)"', re.MULTILINE)
_VERSION = re.compile(r'^version = "([^"]+)"', re.MULTILINE)


class PackRefused(Refused):
    """A pack that cannot be copied or taken into force."""


def copy(code: str, name: str, packs: Path) -> Path:
    """Copy a pack into a draft; under another name its items get codes of their own."""
    if code not in PACKS:
        known = ", ".join(PACKS)
        sentence = gettext_noop("There is no pack “%(code)s”. There are: %(known)s.")
        raise PackRefused(sentence, code=code, known=known)
    if not _NAME.fullmatch(name) or name == IN_FORCE:
        sentence = gettext_noop(
            "“%(name)s” is no name for a pack. Write small letters, digits and hyphens."
        )
        raise PackRefused(sentence, name=name)
    draft = packs / name
    if draft.exists():
        sentence = gettext_noop("There is a folder %(folder)s already. Change it, or move it away.")
        raise PackRefused(sentence, folder=str(draft))
    shutil.copytree(_source(code, packs), draft)
    for file in sorted(draft.glob("*.toml")):
        _rename(file, code, name)
    return draft


def faults(name: str, packs: Path) -> list[str]:
    """Return all that is wrong with a draft, each as a sentence; nothing where it can be taken."""
    try:
        pack = load_pack(_draft(name, packs))
    except CatalogueError as error:
        return str(error).splitlines()
    said = [clash] if (clash := clash_of(pack)) else []
    return said + [
        f"{name}, {item.code}: {fault}"
        for item in pack.items
        for example in item.examples
        for fault in _unread(item, example)
    ]


def drafts(packs: Path) -> list[str]:
    """Return the names of the drafts that there are."""
    return sorted(one.name for one in packs.glob("[!.]*") if one.is_dir() and one.name != IN_FORCE)


def use(name: str, packs: Path) -> Path:
    """Take a draft into force from the next start of the site on, as it is now and for ever."""
    if wrong := faults(name, packs):
        sentence = gettext_noop("The pack is not taken: %(faults)s")
        raise PackRefused(sentence, faults="\n".join(wrong))
    pack = load_pack(_draft(name, packs))
    former = [one.name for one in (packs / IN_FORCE / name).glob("[!.]*") if one.is_dir()]
    if name in SHIPPED:
        former.append(SHIPPED[name].version)
    if former and by_age(pack.version) <= max(map(by_age, former)):
        sentence = gettext_noop(
            "%(file)s: the version “%(version)s” must be later than “%(former)s”. Raise it first."
        )
        latest = max(former, key=by_age)
        file = f"{name}/{HEAD}"
        raise PackRefused(sentence, file=file, version=pack.version, former=latest)
    taken = packs / IN_FORCE / name / pack.version
    half = taken.with_name(f".{pack.version}")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(_draft(name, packs), half)
    half.rename(taken)  # whole or not at all
    return taken


def _draft(name: str, packs: Path) -> Path:
    """Return the folder of a draft."""
    if not _NAME.fullmatch(name) or not (packs / name).is_dir():
        sentence = gettext_noop(
            "There is no draft “%(name)s” in %(folder)s. Make one: sunledger packs copy."
        )
        raise PackRefused(sentence, name=name, folder=str(packs))
    return packs / name


def _source(code: str, packs: Path) -> Path:
    """Return the folder from which a pack was read."""
    if PACKS[code].shipped:
        return SHELF / code
    return packs / IN_FORCE / code / PACKS[code].version


def _rename(file: Path, code: str, name: str) -> None:
    """Give a copied file a version of its own, and its items codes of their own."""
    text = file.read_text(encoding="utf-8-sig")
    if file.name == HEAD:
        text = _VERSION.sub(r'version = "\1.1"', text, count=1)
    if name != code:
        text = _CODE.sub(lambda found: f'code = "{_own(found[1], code, name)}"', text)
    file.write_text(text, encoding="utf-8")
    if name != code and file.name != HEAD and "[[items]]" not in text:
        file.rename(file.with_stem(_own(file.stem, code, name)))


def _own(item: str, code: str, name: str) -> str:
    """Return the code of an item in the copy: village-budget becomes my-village-budget."""
    return f"{name}-{item.removeprefix(f'{code}-')}"


def _unread(item: Category, example: Example) -> list[str]:
    """Return what was said of an example that says that all of it is read."""
    if example.kept:
        return []
    told: list[Problem] = []
    (sheet,) = open_sheets(example.sheet.lstrip("\n").encode(), "example.csv")
    reading = read(sheet, item, tell=told.append)
    kept = sum(1 for _row in reading.rows)
    said = [str(one) for one in told if one.kind != "header"]
    unknown = [one.heading for one in reading.columns if one.field is None]
    said += [f"the heading “{one}” of an example is no column" for one in unknown]
    return said if said or kept else ["an example holds no line"]
