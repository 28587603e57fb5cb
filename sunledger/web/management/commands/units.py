"""Load the tree of units, show it, open accounts, appoint to posts."""

import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sunledger.disclosure.owed import counted
from sunledger.units import actions, tree
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User
from sunledger.units.planting import Wishes
from sunledger.units.treefile import KNOWN, TreeRefused


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
        self._load_arguments(parts.add_parser("load", help="load or update the tree from sheets"))
        part = parts.add_parser("show", help="show a unit, its posts and what lies below it")
        part.add_argument("code")
        part = parts.add_parser("account", help="open an account; asks for the password")
        part.add_argument("username")
        part.add_argument("name", help="the person's name")
        part = parts.add_parser("close", help="close an account; its person leaves every post")
        part.add_argument("username")
        for name, words in (
            ("appoint", "give a post to a person; the post is created if --powers are named"),
            ("relieve", "take a post from a person"),
        ):
            part = parts.add_parser(name, help=words)
            part.add_argument("username")
            part.add_argument("unit", help="the unit's code")
            part.add_argument("post", help="the post's name")
            part.add_argument("--day", type=date.fromisoformat, help="from this day on (today)")
            if name == "appoint":
                part.add_argument("--powers", help=", ".join(Power.values))
                part.add_argument("--reach", choices=Reach.values, default=Reach.OWN.value)

    def _load_arguments(self, part: ArgumentParser) -> None:
        part.add_argument("files", nargs="+", type=Path, metavar="FILE")
        part.add_argument("--under", default="", metavar="CODE", help="only this unit and below")
        part.add_argument("--kinds", default="", help="kinds of the levels: province,city,...")
        part.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help=f"which heading is the {', the '.join(KNOWN)}",
        )
        part.add_argument(
            "--by-prefix", action="store_true", help="the parent is the longest code it begins with"
        )
        part.add_argument(
            "--many-roots", action="store_true", help="several units stand at the top"
        )
        part.add_argument("--dry-run", action="store_true", help="check, and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the part that was asked for."""
        parts: dict[str, Callable[..., None]] = {
            "load": self._load,
            "show": self._show,
            "account": self._account,
            "close": self._close,
            "appoint": self._appoint,
            "relieve": self._relieve,
        }
        parts[options["part"]](**options)

    # --- the tree ------------------------------------------------------------------------------

    def _load(self, files: list[Path], **options: Any) -> None:
        """Load sheets of units, and say what that did."""
        named = dict(_named(words) for words in options["column"])
        kinds = [kind.strip() for kind in options["kinds"].split(",") if kind.strip()]
        wishes = Wishes(options["under"], options["by_prefix"], options["many_roots"], kinds)
        try:
            with transaction.atomic():
                loaded = tree.load(
                    (row for file in files for row in tree.read(file, named)), wishes
                )
                transaction.set_rollback(options["dry_run"])
        except TreeRefused as refusal:
            for problem in refusal.problems[: refusal.SHOWN]:
                self.stderr.write(_(problem.msgid) % problem.params)
            raise CommandError(_(refusal.problem.msgid) % refusal.problem.params) from refusal
        if not options["dry_run"]:
            counted.recount()  # who owes what follows the tree
        words = _("%(made)s units founded, %(changed)s changed, %(unchanged)s as they were.")
        self.stdout.write(words % loaded._asdict())
        if options["dry_run"]:
            self.stdout.write(_("This was a trial: nothing was kept."))

    def _show(self, code: str, **_options: Any) -> None:
        """Show a unit with those above it, those below it, and its posts."""
        unit = _unit(code)
        for above in Unit.objects.above(unit):
            self.stdout.write(f"{'  ' * above.depth}{above.code} {above}")
        self.stdout.write(f"{'  ' * unit.depth}{unit.code} {unit} {unit.kind}".rstrip())
        children = list(unit.children.all())
        for child in children[:20]:
            self.stdout.write(f"{'  ' * child.depth}{child.code} {child}")
        below = Unit.objects.below(unit).count() - 1
        words = ngettext("%(count)s unit below.", "%(count)s units below.", below)
        self.stdout.write(words % {"count": below})
        for post in unit.posts.order_by("pk"):
            held = Holding.objects.on(timezone.localdate()).filter(post=post)
            people = ", ".join(holding.user.username for holding in held.select_related("user"))
            self.stdout.write(f"{post} ({', '.join(post.powers)}; {post.reach}): {people or '-'}")

    # --- people --------------------------------------------------------------------------------

    def _account(self, username: str, name: str, **_options: Any) -> None:
        """Open an account."""
        actions.open_account(username=username, name=name, password=_password(), by=None)
        self.stdout.write(_("The account %(name)s is open.") % {"name": username})

    def _close(self, username: str, **_options: Any) -> None:
        """Close an account."""
        actions.close_account(user=_user(username), by=None)
        self.stdout.write(_("The account %(name)s is closed.") % {"name": username})

    @transaction.atomic
    def _appoint(self, username: str, unit: str, post: str, **options: Any) -> None:
        """Give a post to a person."""
        place, user = _unit(unit), _user(username)
        found = Post.objects.filter(unit=place, name=post).first()
        if found is None:
            if not options["powers"]:
                words = _("%(unit)s has no post “%(post)s”. Name its --powers to create it.")
                raise CommandError(words % {"unit": place, "post": post})
            powers = [_power(word.strip()) for word in options["powers"].split(",")]
            found = actions.create_post(
                unit=place, name=post, powers=powers, reach=options["reach"], by=None
            )
        actions.appoint(post=found, user=user, since=options["day"], by=None)
        words = _("%(user)s holds the post “%(post)s” of %(unit)s.")
        self.stdout.write(words % {"user": user.name, "post": found, "unit": place})

    def _relieve(self, username: str, unit: str, post: str, **options: Any) -> None:
        """Take a post from a person."""
        held = Holding.objects.filter(
            user=_user(username), post__unit=_unit(unit), post__name=post, until=None
        ).first()
        if held is None:
            raise CommandError(_("%(user)s does not hold this post.") % {"user": username})
        actions.relieve(holding=held, until=options["day"], by=None)
        words = _("%(user)s no longer holds the post “%(post)s”.")
        self.stdout.write(words % {"user": username, "post": post})


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise CommandError(_("No unit has the code %(code)s.") % {"code": code})
    return unit


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("No account is called %(name)s.") % {"name": username})
    return user


def _power(word: str) -> Power:
    if word not in Power.values:
        words = _("No power is called “%(word)s”. There are: %(powers)s.")
        raise CommandError(words % {"word": word, "powers": ", ".join(Power.values)})
    return Power(word)


def _named(words: str) -> tuple[str, str]:
    """Return a field and the heading it was given."""
    field, _sign, heading = words.partition("=")
    if field not in KNOWN or not heading:
        sentence = _("“%(words)s”: write FIELD=HEADING, with a field of %(fields)s.")
        raise CommandError(sentence % {"words": words, "fields": ", ".join(KNOWN)})
    return field, heading


def _password() -> str:
    """Return a password: asked for twice at a terminal, else the first line that comes in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(_("Password: "))
    if getpass.getpass(_("Once more: ")) != first:
        raise CommandError(_("The two passwords differ."))
    return first
