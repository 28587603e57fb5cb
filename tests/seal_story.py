"""Nine payments said in public, and the rows that say them again."""

from collections.abc import Iterable

from sunledger.seal import actions as seal
from sunledger.seal.verify import Finding, Restated


def say_payments(count: int) -> list[int]:
    many = [{"record": f"r{place}", "values": {"amount": place * 100}} for place in range(count)]
    return seal.say_many("published", many)


def payments(count: int) -> list[Restated]:
    return [
        Restated(
            leaf=place,
            what="published",
            facts={"values": {"amount": place * 100}, "record": f"r{place}"},
            label=f"record r{place}",
        )
        for place in range(count)
    ]


def sentences(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]
