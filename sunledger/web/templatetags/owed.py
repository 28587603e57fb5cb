"""What the templates of what is owed need: packs by their title."""

from __future__ import annotations

from django import template

from sunledger.disclosure.category import PACKS
from sunledger.web.templatetags.sun import say

register = template.Library()


@register.filter
def pack_title(code: str) -> str:
    """Return the title of a pack, or its code once it is off the shelf."""
    pack = PACKS.get(code)
    return say(pack.title) if pack else code
