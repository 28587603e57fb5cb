"""Many files at once: each is matched, what is unclear is asked on one page, then all are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sunledger.core.codes import new_code
from sunledger.core.periods import read_period
from sunledger.core.problem import Refused, gettext_noop
from sunledger.core.unpacked import Packed, is_archive, unpack
from sunledger.core.workbook import Sheet, open_sheets
from sunledger.disclosure.actions.entry import How
from sunledger.disclosure.actions.typed import About, Opened, hand_in
from sunledger.disclosure.category import CATEGORIES
from sunledger.disclosure.matching import Known, match, months_of
from sunledger.disclosure.models import Bundle, BundleFile, Upload
from sunledger.disclosure.refusals import Incomplete
from sunledger.units import access
from sunledger.units.models import Power, User


class Decided(NamedTuple):
    """What somebody has said a file of a bundle is."""

    file: BundleFile
    about: About
    by_days: bool = False


@transaction.atomic
def give(*, files: Iterable[Packed], opened: Opened, by: User) -> Bundle:
    """Take many files in; each is matched by its name, its folders and what stands in it."""
    earlier = Bundle.objects.filter(code=opened.code, by=by).first()
    if earlier:
        return earlier
    _forget_old()
    known = Known(access.reachable(by, Power.ENTER, timezone.localdate()))
    every = _unpacked(list(files))
    bundle = Bundle(code=opened.code, by=by, opened_at=opened.at)
    bundle.save(force_insert=True)
    for number, one in enumerate(every, 1):
        _matched(BundleFile(bundle=bundle, number=number, path=one.path), one.content, known).save()
    return bundle


def hand_in_all(*, decided: Iterable[Decided], by: User) -> list[Upload]:
    """Hand in the files of which it is clear what they are; each refusal stays with its file."""
    done: list[Upload] = []
    for one in decided:
        try:
            done += _hand_in(one, by)
        except Refused as error:
            problem = error.problem
            one.file.refusal = {"msgid": problem.msgid, "params": dict(problem.params)}
            one.file.save(update_fields=["refusal"])
    return done


@transaction.atomic
def _hand_in(one: Decided, by: User) -> list[Upload]:
    """Hand one file in, once for each period where it is taken apart by its days."""
    file = BundleFile.objects.select_for_update(of=("self",)).get(pk=one.file.pk)
    if file.upload_id or file.content is None:
        return []
    content = bytes(file.content)
    name = file.path.rpartition("/")[2]
    periods = _periods(one, content, name) if one.by_days else [one.about.period]
    share = Opened(new_code(), _opened_at(file))
    uploads = []
    for number, period in enumerate(periods):
        opened = share if number == 0 else Opened(new_code(), timezone.now())
        about = About(one.about.unit, one.about.category, period)
        how: How = {"by_days": one.by_days, "ask": True}
        uploads.append(
            hand_in(opened=opened, about=about, file_name=name, content=content, by=by, **how)
        )
    file.upload, file.content, file.refusal = uploads[-1], None, {}
    file.unit, file.category = one.about.unit, one.about.category
    file.period, file.by_days = periods[-1], one.by_days
    file.save()
    return uploads


def _opened_at(file: BundleFile) -> datetime:
    """Return when the page of the bundle was opened, its share of the time for one file."""
    bundle = file.bundle
    share = (timezone.now() - bundle.opened_at) / max(bundle.files.count(), 1)
    return timezone.now() - share


def _periods(one: Decided, content: bytes, name: str) -> list[str]:
    """Return the periods in which a file's days lie."""
    shape = CATEGORIES[one.about.category]
    found = months_of(list(open_sheets(content, name)), shape)
    if not found:
        raise Incomplete(gettext_noop("No line of the file has a day. Say of which period it is."))
    return [read_period(word).word for word in found]


def _unpacked(files: list[Packed]) -> list[Packed]:
    """Return the files, those of an archive in its place, within bounds."""
    bounds = settings.SUNLEDGER_ENTRY
    every: list[Packed] = []
    size = 0
    for one in files:
        inside = [one]
        if is_archive(one.content):
            left = {"files": bounds["bundle_files"], "size": bounds["bundle_bytes"]}
            inside = unpack(one.content, one.path, **left)
        every += inside
        size += sum(len(each.content) for each in inside)
    if not every:
        raise Incomplete(gettext_noop("Choose the files, or one .zip that holds them."))
    if len(every) > bounds["bundle_files"] or size > bounds["bundle_bytes"]:
        sentence = gettext_noop("At most %(files)s files and %(size)s MB may come at once.")
        most = {"files": str(bounds["bundle_files"]), "size": str(bounds["bundle_bytes"] >> 20)}
        raise Incomplete(sentence, **most)
    return every


def _matched(file: BundleFile, content: bytes, known: Known) -> BundleFile:
    """Fill in what a file is taken for, or why it cannot be read."""
    file.path = "".join(sign for sign in file.path if sign.isprintable())[-400:] or "sheet"
    file.content = content
    try:
        sheets: list[Sheet] = list(open_sheets(content, file.path.rpartition("/")[2]))
        guess = match(file.path, sheets, known)
    except Refused as error:
        problem = error.problem
        file.refusal = {"msgid": problem.msgid, "params": dict(problem.params)}
        file.content = None
        return file
    file.unit, file.category = guess.unit, guess.category
    file.period, file.by_days = guess.period, guess.by_days
    return file


def _forget_old() -> None:
    """Forget bundles that nobody has gone on with."""
    before = timezone.now() - timedelta(days=settings.SUNLEDGER_UNREAD_DAYS)
    Bundle.objects.filter(given_at__lt=before).delete()
