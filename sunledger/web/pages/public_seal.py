"""How a stranger checks the log: its size and root, each entry with its proof, and all as files."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sunledger.core import merkle
from sunledger.disclosure.visibility import is_withheld, withheld
from sunledger.seal import export, fact, log
from sunledger.seal.models import Fact, Leaf
from sunledger.units.access import first
from sunledger.web.gates import public
from sunledger.web.pages.crumbs import Crumb

# The kinds of facts, in the words of a reader.
WHAT = {
    "published": gettext_lazy("a record was published"),
    "batch": gettext_lazy("a sheet was published"),
    "corrected": gettext_lazy("a record was corrected"),
    "withdrawn": gettext_lazy("a sheet was withdrawn"),
    "erased": gettext_lazy("what is personal was erased at the end of its time"),
    "adopted": gettext_lazy("a pack was adopted"),
    "adoption ended": gettext_lazy("an adoption was ended"),
    "exempted": gettext_lazy("an exemption was granted"),
    "log trusted": gettext_lazy("the log of another site was trusted"),
    "taken in": gettext_lazy("something was taken in from the books of another site"),
    "decided": gettext_lazy("a meeting was made public"),
    "conveys": gettext_lazy("a meeting said what it conveys"),
    "conveyed": gettext_lazy("a decision was passed down"),
    "acknowledged": gettext_lazy("what was passed down was acknowledged"),
    "made of it": gettext_lazy("a unit said what it made of what was passed down"),
    "ruled": gettext_lazy("“does not concern us” was decided"),
    "result": gettext_lazy("an item was closed with its result"),
    "referred": gettext_lazy("an item was referred to the competent authority"),
    "notice": gettext_lazy("an item was put on public notice"),
    "cleared": gettext_lazy("a unit that was named was cleared"),
    "confirmed": gettext_lazy("a closed item was confirmed on looking back"),
    "sham": gettext_lazy("a sham correction was opened anew"),
    "suggestion": gettext_lazy("a suggestion was decided"),
    "suggestion_shown": gettext_lazy("a suggestion was published with its answer"),
    "question": gettext_lazy("a step of a question or an objection"),
    "question_shown": gettext_lazy("the words of a question or of its answer were published"),
    "screen switched": gettext_lazy("a screen was piloted anew, put to full use or switched off"),
    "fairness-notice": gettext_lazy("a recognition was put on public notice"),
    "fairness-fairness": gettext_lazy("a tolerance, clearing or recognition was published"),
}


@public
def seal(request: HttpRequest) -> HttpResponseBase:
    """Show how long the log is, its root, and how to compute it again with other tools."""
    if (asked := request.GET.get("entry", "").strip()).isdecimal():
        return redirect("seal_entry", index=int(asked[:18]))
    size = log.size()
    kinds = Fact.objects.order_by("what").values_list("what").annotate(Count("leaf"))
    context = {
        "size": size,
        "root": log.root(size).hex(),
        "last": Fact.objects.order_by("-leaf").first(),
        "kinds": [(what_words(what), count) for what, count in kinds],
        "files": [(name, reverse("seal_file", args=[name])) for name in export.FILES],
        "crumbs": [Crumb(_("Check"))],
    }
    return render(request, "seal.html", context)


def what_words(what: str) -> str:
    """Return what kind of fact was said, in words."""
    return str(WHAT[what]) if what in WHAT else what


@public
def seal_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out the log as a plain file."""
    if name not in export.FILES:
        raise Http404
    size = log.size()
    lines = export.facts(size, withheld()) if name == "facts.jsonl" else export.FILES[name](size)
    answer = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@public
def seal_entry(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry of the log with its proof."""
    shown = proof(index)
    title = _("Entry %(index)s") % {"index": index}
    body = json.loads(shown["text"]) if shown["text"] else {}
    context = {
        "proof": shown,
        "what": what_words(body.get("what", "")),
        "facts": json.dumps(body.get("facts", {}), ensure_ascii=False, indent=2, sort_keys=True),
        "said_at": body.get("said_at", ""),
        "crumbs": [Crumb(_("Check"), reverse("seal")), Crumb(title)],
        "title": title,
    }
    return render(request, "seal_entry.html", context)


@public
def seal_proof(request: HttpRequest, index: int) -> HttpResponse:
    """Hand out an entry's proof as JSON."""
    answer = JsonResponse(proof(index), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="entry-{index}.json"'
    return answer


def proof(index: int) -> dict[str, Any]:
    """Return all that a stranger needs to see that an entry is in the log."""
    leaf = first(Leaf.objects.all(), index=index)
    said = Fact.objects.exclude(body="").filter(leaf=leaf).first()
    if said and is_withheld(index):
        said = None
    size = log.size()
    path = log.inclusion(index, size)
    entry, root = bytes(leaf.entry), log.root(size)
    return {
        "index": index,
        "size": size,
        "root": root.hex(),
        "entry": entry.hex(),
        "leaf_hash": bytes(leaf.hash).hex(),
        "path": [step.hex() for step in path],
        "salt": bytes(said.salt).hex() if said else "",
        "text": said.body if said else "",
        "holds": merkle.is_included(entry, index, size, path, root)
        and (said is None or fact.digest(bytes(said.salt), said.body) == entry),
    }
