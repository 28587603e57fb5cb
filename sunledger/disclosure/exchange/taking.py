"""Taking the books of another site in: the whole of a file, or nothing of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sunledger.core import note
from sunledger.core.problem import gettext_noop
from sunledger.disclosure.exchange import afterwards, check, opening, said, sheets
from sunledger.disclosure.exchange.check import Contents, Told
from sunledger.disclosure.exchange.facts import BatchSaid
from sunledger.disclosure.exchange.form import NotExchange
from sunledger.disclosure.exchange.opening import Book
from sunledger.disclosure.exchange.sheets import Hands, Incoming
from sunledger.disclosure.models import Branch, Head, Origin, Shape, Taken
from sunledger.seal import actions as seal
from sunledger.seal import signing
from sunledger.units import actions as units
from sunledger.units.models import Unit, User

_MOST_HELD = 200  # sentences about what was held back; all of it is counted


@dataclass
class Result:
    """What came of a file."""

    taken: Counter[str] = field(default_factory=Counter)  # by kind of fact
    known: int = 0  # sheets and other acts that had come in before
    held: Counter[str] = field(default_factory=Counter)  # by reason
    list: list[tuple[int, str]] = field(default_factory=list)  # entry there, reason


def take_in(
    *, file: Path, unit: Unit, key: note.Key | None = None, at: datetime | None = None
) -> Result:
    """Take in what is new in a file, as the books of a unit here; or refuse all of it.

    The first file of a log is taken only with its key, by which the log is known from then on.
    """
    with opening.opened(file) as book:
        _need_key(book, key)
        found = check.contents(book)
        with transaction.atomic():
            origin = _origin(book, at or timezone.now())
            _need_going_on(origin, book)
            branch = _branch(origin, book, unit)
            taking = _Taking(book, found, origin, branch)
            for told in check.tell(book, found):
                taking.take(told)
            _remember(origin, branch, book)
    return taking.result


class _Taking:
    """Goes through the facts of a file and takes each in."""

    def __init__(self, book: Book, found: Contents, origin: Origin, branch: Branch) -> None:
        head = book.checkpoint
        seen = {"root": head.root.hex(), "note": book.note}
        self.head, _new = Head.objects.get_or_create(origin=origin, size=head.size, defaults=seen)
        self.found, self.origin, self.branch = found, origin, branch
        self.result = Result()
        self.units = _units(found, branch.unit)
        self.hands = _hands(origin)
        self.sheet: Incoming | None = None
        self.left = self.passing = 0  # lines of this sheet still to come; lines to be passed over

    def take(self, told: Told) -> None:
        """Take the next fact in, unless it is here already."""
        if self.passing:
            self.passing -= 1
        elif self.sheet:
            self.sheet.line(told, self._taken(told, "published"))
            self.left -= 1
        elif Taken.objects.filter(origin=self.origin, entry=told.entry).exists():
            self.result.known += 1
            self.passing = told.said.rows if isinstance(told.said, BatchSaid) else 0
        elif isinstance(told.said, BatchSaid):
            self._begin(told, told.said)
        else:
            self._act(told)
        if self.sheet and not self.left:
            self._end(self.sheet)

    def _begin(self, told: Told, batch: BatchSaid) -> None:
        """Begin a sheet, or hold all of it back."""
        unit = self.units[batch.unit]
        digest, shape = self.found.shape_of(batch)
        emptied = told.entry in self.found.emptied
        if why := sheets.FORGOTTEN if emptied else sheets.why_not(batch, shape, unit):
            self._hold(self._taken(told, "batch"), why)
            self.passing = batch.rows
            return
        content = self.found.contents[digest]
        same = {"category": shape.code, "version": shape.version, "content": content}
        kept, _new = Shape.objects.get_or_create(digest=digest, defaults=same)
        self.sheet, self.left = Incoming(told, batch, unit, self.hands), batch.rows
        self.sheet.begin(kept)

    def _end(self, sheet: Incoming) -> None:
        taken = self._taken(sheet.told, "batch")
        taken.unit = sheet.unit
        sheet.end(taken, _say)
        self.sheet = None
        self.result.taken["batch"] += 1
        self.result.taken["published"] += sheet.said.rows - sheet.held
        if sheet.held:
            self.result.held[sheets.PERSONAL] += sheet.held
            self.result.list.append((sheet.told.entry, sheets.PERSONAL))

    def _act(self, told: Told) -> None:
        """Take in what was said of sheets and lines later, and exemptions."""
        taken = self._taken(told, check.kind_of(told))
        why = afterwards.take(told, taken, self.units, self.hands)
        if why:
            self._hold(taken, why)
            return
        taken.leaf = _say(taken, afterwards.code_of(taken), told.digest.hex(), 0)
        afterwards.settle(told, taken)
        taken.save(force_insert=True)
        self.result.taken[taken.what] += 1

    def _hold(self, taken: Taken, why: str) -> None:
        """Keep only that it was said, and why it is not shown here."""
        taken.held, taken.body, taken.salt = why, "", b""
        taken.save(force_insert=True)
        self.result.held[why] += 1
        if len(self.result.list) < _MOST_HELD:
            self.result.list.append((taken.entry, why))

    def _taken(self, told: Told, what: str) -> Taken:
        return Taken(
            origin=self.origin,
            entry=told.entry,
            what=what,
            digest=told.digest,
            salt=told.salt,
            body=told.body,
            path=b"".join(told.path),
            head=self.head,
        )


def _say(taken: Taken, code: str, digest: str, held: int) -> int:
    """Say in our own log that something was taken in."""
    return seal.say(said.TAKEN_IN, **said.taken_facts(taken, code, digest, held))


def _need_key(book: Book, key: note.Key | None) -> None:
    """Refuse what was signed by anybody but the log that is trusted here."""
    if book.key.name == signing.signer().name:
        raise NotExchange(gettext_noop("These are this site's own books."))
    known = Origin.objects.filter(name=book.key.name).first()
    if known is None and key is None:
        sentence = gettext_noop(
            "Nobody here trusts the log %(name)s yet. Ask that site for its key by another way, "
            "compare it with %(key)s, and name it with --key."
        )
        raise NotExchange(sentence, name=book.key.name, key=str(book.key))
    trusted = {known.key} if known else set()
    if trusted | ({str(key)} if key else set()) != {str(book.key)}:
        sentence = gettext_noop(
            "It was signed with another key than the one by which %(name)s is known here. "
            "Whoever made it is not that log."
        )
        raise NotExchange(sentence, name=book.key.name)


def _origin(book: Book, at: datetime) -> Origin:
    """Return the log, held for us alone; a new one is trusted from now on, and we say so."""
    if found := Origin.objects.select_for_update().filter(name=book.key.name).first():
        return found
    origin = Origin(name=book.key.name, key=str(book.key), trusted_at=at)
    origin.leaf = seal.say(said.TRUSTED, **said.trusted_facts(origin))
    origin.save()
    return origin


def _need_going_on(origin: Origin, book: Book) -> None:
    """Refuse a log that is older than we have seen it, or that was rewritten since."""
    head, seen = book.checkpoint, origin.size
    params = {"name": origin.name, "seen": str(seen), "size": str(head.size)}
    if head.size < seen:
        sentence = gettext_noop(
            "This is older than what was taken in: its log has %(size)s entries, and %(name)s was "
            "seen with %(seen)s. Ask for a newer file."
        )
        raise NotExchange(sentence, **params)
    if not seen or book.goes_on_from(seen, bytes.fromhex(origin.root)):
        return
    if seen in (book.seen, head.size):
        sentence = gettext_noop(
            "The log %(name)s was rewritten: it does not begin with the %(seen)s entries that were "
            "seen. Nothing was taken in. Keep this file: it proves it."
        )
        raise NotExchange(sentence, **params)
    sentence = gettext_noop(
        "The file does not show that the log %(name)s goes on from the %(seen)s entries that were "
        "seen. Have it made with --seen %(seen)s."
    )
    raise NotExchange(sentence, **params)


def _branch(origin: Origin, book: Book, unit: Unit) -> Branch:
    """Return which books these are, or refuse to take them for others than before."""
    manifest = book.manifest
    same = {"origin": origin, "code": manifest.unit}
    other = Branch.objects.filter(**same).exclude(unit=unit).select_related("unit").first()
    if other:
        sentence = gettext_noop("The books of %(code)s were taken in as those of %(unit)s before.")
        raise NotExchange(sentence, code=manifest.unit, unit=other.unit.code)
    places = {"unit": unit, "first": manifest.first, "size": manifest.first}
    branch, _new = Branch.objects.get_or_create(**same, below=manifest.below, defaults=places)
    if manifest.first > branch.size:
        sentence = gettext_noop(
            "It begins at entry %(first)s; what was said between %(size)s and that is missing. "
            "Have it made from an earlier day."
        )
        raise NotExchange(sentence, first=str(manifest.first), size=str(branch.size))
    return branch


def _remember(origin: Origin, branch: Branch, book: Book) -> None:
    """Keep how far the log and these books were seen."""
    head = book.checkpoint
    Origin.objects.filter(pk=origin.pk, size__lt=head.size).update(
        size=head.size, root=head.root.hex()
    )
    if branch.size < head.size or book.manifest.first < branch.first:
        branch.size, branch.first = head.size, min(branch.first, book.manifest.first)
        branch.save()


def _units(found: Contents, root: Unit) -> dict[str, Unit]:
    """Return which unit here each unit there is; those that lack are founded below the root."""
    here: dict[str, Unit] = {}
    for one in found.units.values():
        if not one.parent:
            here[one.code] = root
            continue
        unit = Unit.objects.filter(code=one.code).first()
        if unit is None:
            unit = _founded(one, here[one.parent])
        elif not unit.is_under(root) or unit.pk == root.pk:
            sentence = gettext_noop("There is a unit %(code)s here already, in another branch.")
            raise NotExchange(sentence, code=one.code)
        here[one.code] = unit
    return here


def _founded(one: check.Unit, parent: Unit) -> Unit:
    """Return a unit founded as the other site describes it."""
    try:
        return units.found(
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            kind=one.kind,
            parent=parent,
            by=None,
        )
    except ValidationError as error:
        sentence = gettext_noop("The unit %(code)s cannot be founded here: %(why)s")
        raise NotExchange(sentence, code=one.code, why=" ".join(error.messages)) from error


def _hands(origin: Origin) -> Hands:
    """Return the two accounts that stand for the people there; nobody can sign in with them."""
    found = [_account(f"log-{origin.pk}-{part}", origin.name) for part in ("entered", "reviewed")]
    return Hands(*found)


def _account(username: str, name: str) -> User:
    told = {"name": name[:80], "is_active": False, "password": make_password(None)}
    account, _new = User.objects.get_or_create(username=username, defaults=told)
    return account
