"""The eleven indicators of Cardinal once more: slowly, release by release, over plain JSON.

Written from the rules as its documentation and behaviour give them, without tables and without any
part of ours, so that the two can be compared.
"""

import math
from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
Found = set[tuple[str, str, str, float]]


def flags(releases: list[Json], currency: str = "", least_supplied: int = 20) -> Found:
    """Return (group, subject, indicator, value) of all that is flagged, in compatible mode."""
    kept = [one for one in releases if one.get("tender", {}).get("status") != "cancelled"]
    priced = [price for one in releases for bid in all_bids(one) if (price := money(bid))]
    main = currency or (priced[0][1] if priced else "")
    found: Found = set()
    for one in kept:
        found |= {("OCID", one["ocid"], code, value) for code, value in of_release(one, main)}
        found |= same_prices(one)
    found |= prices(kept, main)
    found |= success(kept)
    found |= disqualified(kept)
    found |= kinds(kept, least_supplied)
    return found


def all_bids(release: Json) -> list[Json]:
    details: list[Json] = release.get("bids", {}).get("details", [])
    return details


def submitted(release: Json) -> list[Json]:
    return [
        bid
        for bid in all_bids(release)
        if bid.get("status") in ("pending", "valid", "disqualified")
    ]


def money(bid: Json) -> tuple[float, str] | None:
    """Return the amount and currency of a bid, if it names both."""
    value = bid.get("value", {})
    if value.get("amount") is None or value.get("currency") is None:
        return None
    return value["amount"], value["currency"]


def ids(organisations: list[Json]) -> list[str]:
    return [one["id"] for one in organisations if one.get("id") is not None]


def active(release: Json) -> list[Json]:
    return [award for award in release.get("awards", []) if award.get("status") == "active"]


def final(release: Json) -> bool:
    """Whether no award is still open."""
    states = [award.get("status") for award in release.get("awards", [])]
    return all(state in (None, "active", "cancelled", "unsuccessful") for state in states)


def winner(release: Json) -> str | None:
    """Return the one supplier of the one active award, once all awards are final."""
    if not final(release) or len(active(release)) != 1:
        return None
    suppliers = active(release)[0].get("suppliers", [])
    return suppliers[0].get("id") if len(suppliers) == 1 else None


def of_release(release: Json, main: str) -> list[tuple[str, float]]:
    """Return the indicators that a release is flagged by, on its own."""
    found: list[tuple[str, float]] = []
    tender = release.get("tender", {})
    period = tender.get("tenderPeriod", {})
    try:
        start, end = moment(period["startDate"]), moment(period["endDate"])
        if start.tzinfo and end.tzinfo and int((end - start).total_seconds() / 86400) < 15:
            found.append(("R003", 1.0))
    except (KeyError, ValueError):
        pass
    if (
        tender.get("procurementMethod") in ("open", "selective")
        and tender.get("numberOfTenderers") == 1
    ):
        found.append(("R018", 1.0))
    won = {party for award in active(release) for party in ids(award.get("suppliers", []))}
    for bid in all_bids(release):
        late = bid.get("date", "") > period.get("endDate", "~")
        if bid.get("status") == "valid" and late and won & set(ids(bid.get("tenderers", []))):
            found.append(("R030", 1.0))
    valid, out = (
        {
            party
            for bid in all_bids(release)
            if bid.get("status") == status
            for party in ids(bid.get("tenderers", []))
        }
        for status in ("valid", "disqualified")
    )
    if final(release) and len(valid) == 1 and valid == won and out - valid:
        found.append(("R035", float(len(out - valid))))
    known = [(bid, money(bid)) for bid in submitted(release)]
    priced = [bid for bid, price in known if price and price[1] == main]
    if active(release) and any(bid["status"] == "valid" for bid in priced):
        lowest = min(priced, key=lambda bid: float(bid["value"]["amount"]))
        if lowest["status"] == "disqualified":
            found.append(("R036", 1.0))
    return found


def moment(text: str) -> datetime:
    """Return the moment that a date names; its sixtieth second is the first of the next minute."""
    if ":60" in text[16:19]:
        return datetime.fromisoformat(f"{text[:16]}:59{text[19:]}") + timedelta(seconds=1)
    return datetime.fromisoformat(text)


def same_prices(release: Json) -> Found:
    """Return R028: the same price by different sets of tenderers."""
    sets: dict[tuple[float, str], list[set[str]]] = defaultdict(list)
    for bid in submitted(release):
        price, parties = money(bid), set(ids(bid.get("tenderers", [])))
        if price and parties:
            sets[price].append(parties)
    found: Found = set()
    for given in sets.values():
        if any(one != given[0] for one in given):
            found.add(("OCID", release["ocid"], "R028", 1.0))
            found |= {("Tenderer", party, "R028", 1.0) for one in given for party in one}
    return found


def prices(releases: list[Json], main: str) -> Found:
    """Return R024 and R058: close to the winning price, and far above it."""
    ratios: dict[str, tuple[float, str, str]] = {}
    for release in releases:
        supplier = winner(release)
        mine: list[tuple[float, int, str]] = []
        theirs: list[tuple[float, int, str]] = []
        for number, bid in enumerate(all_bids(release)):
            parties, price = bid.get("tenderers", []), money(bid)
            if bid.get("status") != "valid" or len(parties) != 1 or not price or price[1] != main:
                continue
            if (party := parties[0].get("id")) is not None:
                (mine if party == supplier else theirs).append((price[0], number, party))
        if supplier is not None and mine and theirs and min(theirs)[0] >= min(mine)[0] > 0:
            ratio = (min(theirs)[0] - min(mine)[0]) / min(mine)[0]
            ratios[release["ocid"]] = ratio, min(mine)[2], min(theirs)[2]
    low, high = fences([ratio for ratio, _, _ in ratios.values()])
    found: Found = set()
    for ocid, (ratio, won, other) in ratios.items():
        if ratio <= low:
            found |= {("OCID", ocid, "R024", ratio)}
            found |= {("Tenderer", party, "R024", 0.0) for party in (won, other)}
        if high > 0 and ratio >= high:
            found |= {("OCID", ocid, "R058", ratio), ("Tenderer", won, "R058", 0.0)}
    return found


def success(releases: list[Json]) -> Found:
    """Return R025: many bids and unusually few wins."""
    bids: dict[str, list[bool]] = defaultdict(list)
    for release in releases:
        supplier = winner(release)
        valid = {
            bid["tenderers"][0]["id"]
            for bid in all_bids(release)
            if bid.get("status") == "valid"
            and len(bid.get("tenderers", [])) == 1
            and bid["tenderers"][0].get("id") is not None
        }
        for party in valid if supplier is not None else ():
            bids[party].append(party == supplier)
    often = quantile([float(len(one)) for one in bids.values()], 0.75)
    ratios = {party: sum(won) / len(won) for party, won in bids.items()}
    low, _ = fences(list(ratios.values()))
    return {
        ("Tenderer", party, "R025", ratio)
        for party, ratio in ratios.items()
        if len(bids[party]) >= often and ratio <= low
    }


def disqualified(releases: list[Json]) -> Found:
    """Return R038 of buyers, procuring entities and tenderers; a minimum of two bids for each."""
    bids: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for release in releases:
        buyer = release.get("buyer", {}).get("id")
        entity = release.get("tender", {}).get("procuringEntity", {}).get("id")
        for bid in submitted(release):
            out = bid["status"] == "disqualified"
            for group, party in (("Buyer", buyer), ("ProcuringEntity", entity)):
                if party is not None:
                    bids[group][party].append(out)
            for party in ids(bid.get("tenderers", [])):
                bids["Tenderer"][party].append(out)
    found: Found = set()
    for group, parties in bids.items():
        ratios = {party: sum(out) / len(out) for party, out in parties.items() if len(out) >= 2}
        _, high = fences(list(ratios.values()))
        found |= {(group, party, "R038", one) for party, one in ratios.items() if one >= high}
    return found


def kinds(releases: list[Json], least: int) -> Found:
    """Return R048: suppliers of unusually many kinds of things."""
    codes: dict[str, set[str]] = defaultdict(set)
    processes: dict[str, set[str]] = defaultdict(set)
    for release in releases:
        for award in active(release):
            suppliers = award.get("suppliers", [])
            if len(suppliers) != 1 or suppliers[0].get("id") is None:
                continue
            for item in award.get("items", []):
                if (code := item.get("classification", {}).get("id")) is not None:
                    codes[suppliers[0]["id"]].add(code[:2])
                    processes[suppliers[0]["id"]].add(release["ocid"])
    many = {
        party: float(len(one)) for party, one in codes.items() if len(processes[party]) >= least
    }
    _, high = fences(list(many.values()))
    return {("Tenderer", party, "R048", one) for party, one in many.items() if one >= high}


def fences(numbers: list[float]) -> tuple[float, float]:
    """Return the lower and the upper fence, each rounded once from the exact result."""
    first, third = quantile(numbers, 0.25), quantile(numbers, 0.75)
    if math.isnan(first):
        return math.nan, math.nan
    width = Fraction(third - first)
    half = Fraction(3, 2)
    return float(Fraction(first) - half * width), float(Fraction(third) + half * width)


def quantile(numbers: list[float], share: float) -> float:
    """Return the quantile R-8."""
    ordered = sorted(numbers)
    if not ordered:
        return math.nan
    place = (len(ordered) + 1.0 / 3.0) * share + 1.0 / 3.0
    whole = math.floor(place)
    if whole < 1:
        return ordered[0]
    if whole >= len(ordered):
        return ordered[-1]
    return ordered[whole - 1] + (place - whole) * (ordered[whole] - ordered[whole - 1])
