"""The posts of the made-up province, and the people who hold them; a few of them can sign in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from sunledger.demo.province import Place, Province
from sunledger.units.models import Holding, Post, Power, Reach, Unit, User

ALL_MONEY = (Power.SCREEN, Power.ASSIGN, Power.DECIDE)
PASSES_ON = (Power.DECIDE, Power.ASSIGN, Power.ANSWER)


@dataclass(frozen=True)
class Role:
    """A post that every unit of a kind has."""

    key: str
    name: str
    name_en: str
    powers: tuple[Power, ...]
    reach: Reach = Reach.OWN


CLERK = Role("clerk", "报账员", "Clerk", (Power.ENTER,))
ROLES: dict[str, tuple[Role, ...]] = {
    "province": (
        Role("admin", "管理员", "Keeper of the tree", (Power.ADMIN,), Reach.BELOW),
        Role("chief", "监督办公室主任", "Head of supervision", ALL_MONEY, Reach.BELOW),
        Role("inspector", "督查专员", "Inspector", (Power.VERIFY,), Reach.BELOW),
    ),
    "city": (Role("planner", "专项办主任", "Head of the plan's office", (Power.ANSWER,)),),
    "county": (
        Role("officer", "监督专员", "Supervision officer", ALL_MONEY, Reach.BELOW),
        Role("publisher", "公开审核员", "Reviewer of the county", (Power.REVIEW,), Reach.BELOW),
        Role("deputy", "人大代表", "Deputy of the congress", ()),
        Role("planner", "专项办主任", "Head of the plan's office", (Power.ANSWER,)),
    ),
    "office": (Role("auditor", "审计员", "Auditor", (Power.VERIFY,)),),
    "town": (
        Role("reviewer", "三务公开审核员", "Reviewer of the town", (Power.REVIEW,), Reach.BELOW),
        Role("mayor", "镇长", "Mayor", (Power.ANSWER,)),
        Role("listener", "群众工作专员", "Clerk for suggestions", (Power.ANSWER, Power.ASSIGN)),
        Role("coordinator", "党政办主任", "Head of the town office", PASSES_ON),
    ),
    "village": (
        CLERK,
        Role("head", "村主任", "Head of the village", (Power.ANSWER,)),
        Role("secretary", "村党支部书记", "Village secretary", PASSES_ON),
    ),
    "school": (CLERK, Role("principal", "校长", "Head of the school", (Power.ANSWER,))),
    "enterprise": (CLERK, Role("manager", "总经理", "Manager", (Power.ANSWER,))),
}

# Who can sign in: the line from the province down to Dahe village.
CAST_AT = ("99", "990101", "990101-sj", "990101001", "990101001001")


@dataclass(frozen=True)
class People:
    """The person who holds a post, by the unit's code and the role's key."""

    held: dict[tuple[str, str], User]

    def at(self, place: str, role: str) -> User:
        """Return who holds a role somewhere."""
        return self.held[place, role]

    def cast(self) -> Iterable[User]:
        """Return those who can sign in."""
        return [user for (place, _role), user in self.held.items() if place in CAST_AT]


def settle(province: Province, units: dict[str, Unit], password: str, since: date) -> People:
    """Create every post and its holder; only the cast gets the password."""
    hashed = make_password(password)
    planned = [(place, role) for place in province.places for role in ROLES.get(place.kind, ())]
    users = [_user(place, role, hashed) for place, role in planned]
    posts = [
        Post(
            unit=units[place.code],
            name=role.name,
            name_en=role.name_en,
            powers=[power.value for power in role.powers],
            reach=role.reach,
        )
        for place, role in planned
    ]
    User.objects.bulk_create(users, 1000)
    Post.objects.bulk_create(posts, 1000)
    Holding.objects.bulk_create(
        [
            Holding(post=post, user=user, since=since)
            for post, user in zip(posts, users, strict=True)
        ],
        1000,
    )
    holders = zip(planned, users, strict=True)
    return People({(place.code, role.key): user for (place, role), user in holders})


def _user(place: Place, role: Role, hashed: str) -> User:
    """Return an account: a short name for the cast, a long one without a password for the rest."""
    shown = place.code in CAST_AT
    return User(
        username=role.key if shown else f"{role.key}-{place.code}",
        name=f"{place.name}{role.name}",
        password=hashed if shown else make_password(None),
    )
