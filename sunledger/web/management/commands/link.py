"""Find who is the same in two lists of persons or firms, or twice in one; or in a site's tables."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from math import floor
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sunledger.core.rows import BadFile
from sunledger.screening.linkage import decisions, linking
from sunledger.screening.linkage.clusters import Edge, clusters
from sunledger.screening.linkage.decisions import Pair, Verdict
from sunledger.screening.linkage.linking import Found, Link
from sunledger.units import access
from sunledger.units.models import Unit, User
from sunledger.web import linkedsite
from sunledger.web.examples import WithExamples
from sunledger.web.linkshown import Show, shown
from sunledger.web.listing import Listed, headings_told, listed

EXAMPLES = """examples:
  sunledger link payments.csv register.csv --out links.csv
  sunledger link suppliers.xlsx --kind firm --map "Vendor=name" --out links.csv
  sunledger link a.csv b.csv --map 户主=name --map 出生=born --map 村=place
  sunledger link a.csv b.csv --decisions decisions.csv --key "a long secret"
  sunledger link payments.csv register.csv --hash-key table_key
  sunledger link --site COUNTY --by officer
  sunledger link --site COUNTY --by officer --hand-out decisions.csv
  sunledger link --site COUNTY --by officer --take-in decisions.csv
"""


class Command(WithExamples):
    help = __doc__ or ""
    examples = EXAMPLES
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add("left", type=Path, nargs="?", metavar="A", help="the list whose lines are looked for")
        add("right", type=Path, nargs="?", metavar="B",
            help="the list they are looked for in; without it A is joined with itself")  # fmt: skip
        add("--kind", choices=["person", "firm"], default="person", help="whose names they are")
        add("--map", action="append", default=[], metavar="HEADING=COLUMN",
            help=f"what a heading means: {', '.join(linking.KINDS)}; may be repeated")  # fmt: skip
        add("--out", type=Path, default=Path("links.csv"), metavar="FILE",
            help="the links (%(default)s)")  # fmt: skip
        add("--least", type=float, default=linking.LEAST, metavar="P",
            help="how likely a pair must be to count as a link (%(default)s)")  # fmt: skip
        add("--decisions", type=Path, metavar="FILE",
            help="pairs that people said are the same, or different: pair, verdict")  # fmt: skip
        add("--hash-key", type=Path, metavar="FILE",
            help="write identity numbers and telephones as hashes with the key in FILE, which is "
            "made where there is none; without it they are masked")  # fmt: skip
        add("--key", default="", help="the key with which pairs are named, so that none is read")
        add("--site", metavar="UNIT",
            help="compare the names in the tables of a unit of the site, by its code")  # fmt: skip
        add("--by", metavar="ACCOUNT", help="with --site: who asks; that person's posts decide")
        add("--hand-out", type=Path, metavar="FILE",
            help="with --site: write what was decided there to FILE instead")  # fmt: skip
        add("--take-in", type=Path, metavar="FILE",
            help="with --site: decide as FILE says instead")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both lists, join them, and write the links."""
        if not 0 < options["least"] <= 1:
            raise CommandError(_("--least is a number over 0 and up to 1."))
        if options["site"]:
            self.stdout.write(_of_site(options))
            return
        if options["left"] is None:
            raise CommandError(_("Name a list, or a unit of the site with --site."))
        mapping = headings_told(options["map"], linking.KINDS)
        try:
            left = listed(options["left"], mapping)
            right = listed(options["right"], mapping) if options["right"] else None
            found = linking.link(options["kind"], left.columns, right.columns if right else None)
        except (BadFile, linking.NothingInCommon) as error:
            raise CommandError(_(error.problem.msgid) % error.problem.params) from None
        key, said = options["key"].encode(), _said(options["decisions"])
        show = _shown(options["kind"], options["hash_key"])
        rows = list(_rows(found, (left, right or left), show, key, said, options["least"]))
        refused = [row for row in rows if row["stands"] == "no"]
        rows = [row for row in rows if row["stands"] != "no"]
        if right is None:
            _grouped(rows, refused, options["least"])
        with options["out"].open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(HEADINGS if right else [*HEADINGS, "cluster"]))
            writer.writeheader()
            writer.writerows(rows)
        self.stdout.write(_told(found, rows, options["out"]))


def _of_site(options: dict[str, Any]) -> str:
    """Do with the site's own links what was asked, and return what came of it."""
    unit = Unit.objects.filter(code=options["site"]).first()
    by = User.objects.filter(username=options["by"] or "").first()
    if unit is None or by is None:
        raise CommandError(_("--site needs the code of a unit, and --by the name of an account."))
    at, key = timezone.now(), options["key"].encode()
    try:
        if options["take_in"]:
            return linkedsite.take_in(unit, by, at, options["take_in"], key)
        if options["hand_out"]:
            return linkedsite.hand_out(unit, by, at, options["hand_out"], key)
        return linkedsite.propose(unit, by, at)
    except (access.NotAllowed, OSError) as error:
        raise CommandError(str(error)) from None


HEADINGS = (
    "left_line", "right_line", "stands", "said_by", "tier", "tier_name", "chance", "others",
    "why", "left", "right", "pair",
)  # fmt: skip


def _shown(kind: str, key: Path | None) -> Show:
    """Return what writes a row, with numbers of persons masked or hashed."""
    try:
        return shown(kind, key)
    except (OSError, ValueError) as error:
        raise CommandError(_("%(file)s is no key: %(why)s") % {"file": key, "why": error}) from None


def _said(file: Path | None) -> dict[str, Verdict]:
    """Return what people decided."""
    if file is None:
        return {}
    with file.open(encoding="utf-8-sig", newline="") as held:
        rows = list(csv.DictReader(held))
    try:
        return decisions.read((row["pair"], row["verdict"]) for row in rows)
    except KeyError:
        raise CommandError(_("%s needs the columns pair and verdict.") % file) from None
    except decisions.Contradiction as error:
        raise CommandError(_(error.problem.msgid) % error.problem.params) from None
    except ValueError:
        raise CommandError(_("%s: a verdict is “same” or “different”.") % file) from None


def _rows(
    found: Found,
    sides: tuple[Listed, Listed],
    show: Show,
    key: bytes,
    said: Mapping[str, Verdict],
    least: float,
) -> Iterator[dict[str, object]]:
    """Give the links as rows of the file, those that were refused too."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    for link in found.links:
        both = sides[0].row(link.left), sides[1].row(link.right)
        pair = Pair(decisions.fingerprint(*both, key), link.chance)
        decided = decisions.decide([pair], said, least=least)[0]
        refused = decided.by_a_person and not decided.stands
        yield {
            "left_line": sides[0].lines[link.left],
            "right_line": sides[1].lines[link.right],
            "stands": "no" if refused else "yes" if decided.stands else "look",
            "said_by": "person" if decided.by_a_person else "rule",
            "tier": link.tier.rank,
            "tier_name": getattr(link.tier, language),
            "chance": f"{floor(link.chance * 1e6) / 1e6:.6f}",
            "others": _others(link),
            "why": link.why(language),
            "left": show(both[0]),
            "right": show(both[1]),
            "pair": pair.fingerprint,
        }


def _others(link: Link) -> str:
    """Return how many others would fit as well, as a number that reads."""
    return f"{10**link.others:.3g}"


def _grouped(rows: list[dict[str, object]], refused: list[dict[str, object]], least: float) -> None:
    """Add to each link the cluster it belongs to: the first line of it."""
    edges = [
        Edge(*_lines(row), 1.0 if row["said_by"] == "person" else float(str(row["chance"])))
        for row in rows
    ]
    first = clusters(edges, least=least, refused=map(_lines, refused))
    for row in rows:
        one, two = map(first.get, _lines(row))
        row["cluster"] = one if one == two and one is not None else ""


def _lines(row: dict[str, object]) -> tuple[int, int]:
    """Return the two lines of a link."""
    return int(str(row["left_line"])), int(str(row["right_line"]))


def _told(found: Found, rows: list[dict[str, object]], out: Path) -> str:
    """Return what was found, in words."""
    standing: dict[str, list[float]] = {}
    for row in sorted(rows, key=lambda row: int(str(row["tier"]))):
        if row["stands"] == "yes":
            chance = 1.0 if row["said_by"] == "person" else float(str(row["chance"]))
            standing.setdefault(str(row["tier_name"]), []).append(chance)
    look = sum(row["stands"] == "look" for row in rows)
    lines = [
        _("%(links)s links in %(out)s, and %(look)s pairs to look at.")
        % {"links": sum(map(len, standing.values())), "look": look, "out": out}
    ]
    lines += [
        "  "
        + _("%(tier)s: %(links)s; by their chances about %(wrong)s of them are wrong.")
        % {"tier": name, "links": len(held), "wrong": f"{sum(1 - one for one in held):.1f}"}
        for name, held in standing.items()
    ]
    if found.shared:
        lines.append(
            _("Not counted, since many different names share each of them: %s codes.")
            % found.shared
        )
    if found.cut:
        lines.append(
            _("Not compared, since too many lines share what brings them together: %s pairs.")
            % sum(found.cut.values())
        )
    return "\n".join(lines)
