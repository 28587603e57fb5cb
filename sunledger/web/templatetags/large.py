"""What every page needs for large type: the mark on the page, and the link that changes it."""

from __future__ import annotations

from urllib.parse import quote

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sunledger.web.pages.type_size import COOKIE, LARGE, NORMAL

register = template.Library()


@register.simple_tag(takes_context=True)
def large_class(context: Context) -> str | SafeString:
    """Return the class of a page in large type; nothing for any other."""
    return format_html(' class="{}"', LARGE) if _is_large(context) else ""


@register.simple_tag(takes_context=True)
def large_link(context: Context) -> SafeString | str:
    """Return the link to this page in the other type."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    size, name = (NORMAL, _("Normal type")) if _is_large(context) else (LARGE, _("Large type"))
    url = f"{reverse('type_size', args=[size])}?next={quote(request.get_full_path())}"
    return format_html('<a href="{}" rel="nofollow">{}</a>', url, name)


def _is_large(context: Context) -> bool:
    request: HttpRequest | None = context.get("request")
    return request is not None and request.COOKIES.get(COOKIE) == LARGE
