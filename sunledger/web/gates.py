"""How a request gets to a page, and how a room's refusal becomes a sentence on the form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sunledger.core.problem import Problem
from sunledger.units.access import NotAllowed, NotFound, posts_with, remember
from sunledger.units.models import Power, User

View = Callable[..., HttpResponseBase]
ROWS = 50  # rows a page


def public(view: View) -> View:
    """Let anyone read; what is not there is a 404, and nothing is changed by reading."""
    return require_safe(_or_404(view))


def anyone(view: View) -> View:
    """Let anyone read and write, signed in or not; nobody keeps a copy of such a page."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(_or_404(view)))


def desk(view: View) -> View:
    """Let only the signed-in through; "not there" and "not yours" are one 404."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(login_required(_or_404(view))))


def _or_404(view: View) -> View:
    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404  # no text holds it, and PostgreSQL would refuse to look for it
        try:
            return view(request, *args, **kwargs)
        except (NotFound, NotAllowed) as error:
            raise Http404 from error

    return gated


def person(request: HttpRequest) -> User:
    """Return who is signed in; `desk` has made sure that somebody is."""
    user = cast("User", request.user)
    if request.method in ("GET", "HEAD"):
        remember(user)
    return user


def worker_with(request: HttpRequest, *powers: Power) -> User:
    """Return who is signed in, if some post of theirs carries one of the powers."""
    user = person(request)
    if not posts_with(user, powers, timezone.localdate()):
        raise NotFound
    return user


def done(form: BaseForm, action: Callable[[], object]) -> bool:
    """Do what a valid form asks for; a refusal becomes a sentence on the form."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError:
        form.add_error(None, _("This was not kept, since it breaks a rule that always holds."))
    except Exception as error:
        if not type(error).__module__.startswith("sunledger."):
            raise
        form.add_error(None, sentence(error))
    return form.is_valid()


def sentence(error: Exception) -> str:
    """Return what an error of ours says, in the language of the page."""
    problem = getattr(error, "problem", None)
    return said(problem) if isinstance(problem, Problem) else str(error)


def said(problem: Problem) -> str:
    """Return a problem of the core as a sentence in the language of the page."""
    return _(problem.msgid) % problem.params


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = ROWS) -> Page[Any]:
    """Return the page of rows that the address asks for; the nearest there is."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
