"""Where a request comes from, as far as it can be believed."""

from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a mark for "no address", nothing listens on it


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address; of IPv6 the network, since a visitor has all of it.

    Behind proxies, each writes the address it saw at the end of X-Forwarded-For; only as many of
    its entries as the site has proxies are worth anything, the others can be made up.
    """
    seen = request.META.get("REMOTE_ADDR") or UNKNOWN
    entries = request.headers.get("x-forwarded-for", "").split(",")
    proxies = settings.SUNLEDGER_PROXIES
    if proxies and len(entries) >= proxies:
        seen = entries[-proxies].strip()
    try:
        address = ip_address(seen)
    except ValueError:
        return UNKNOWN
    if address.version == 6:
        return str(IPv6Network((int(address), 64), strict=False).network_address)
    return str(address)
