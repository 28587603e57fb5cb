"""The shape of a category as it was when sheets were read against it, kept for as long as they."""

from __future__ import annotations

import dataclasses
import json
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils import timezone
from pydantic import TypeAdapter

from sunledger.disclosure.shape import Category

_CATEGORY = TypeAdapter(Category)
# By their digests; a shape never changes, so a process reads each of them once.
_READ: dict[str, Category] = {}
_MOST = 2000


class Shape(models.Model):
    """A category's words and columns, once for each wording that ever was. It never changes."""

    digest = models.CharField(max_length=64, primary_key=True)
    category = models.CharField(max_length=64, db_index=True)
    version = models.CharField(max_length=32)
    content = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-kept_at"]

    def __str__(self) -> str:
        return f"{self.category} {self.version}"


def keep(category: Category) -> Shape:
    """Return a category as it is kept, and keep it where this wording is new."""
    content = content_of(category)
    asked = {"category": category.code, "version": category.version, "content": content}
    kept, _new = Shape.objects.get_or_create(digest=digest_of(content), defaults=asked)
    return kept


def kept(digest: str) -> Category:
    """Return the category that was kept under a digest."""
    if digest not in _READ:
        if len(_READ) >= _MOST:
            _READ.clear()
        _READ[digest] = _CATEGORY.validate_python(Shape.objects.get(pk=digest).content)
    return _READ[digest]


def latest(code: str) -> Category | None:
    """Return a category that was taken off the shelf, as it was last."""
    found = Shape.objects.filter(category=code).order_by("-kept_at").first()
    return kept(found.pk) if found else None


def content_of(category: Category) -> dict[str, Any]:
    """Return what is kept of a category: all that it says, without its examples."""
    said = _said(dataclasses.replace(category, examples=()))
    content: dict[str, Any] = json.loads(json.dumps(said))
    return content


def digest_of(content: dict[str, Any]) -> str:
    """Return the digest of a shape, by which it is known and sealed."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    """Return a value without what goes without saying, so that a new default changes no digest."""
    if dataclasses.is_dataclass(value):
        fields = [(one, getattr(value, one.name)) for one in dataclasses.fields(value)]
        return {one.name: _said(held) for one, held in fields if not _is_default(one, held)}
    if isinstance(value, list | tuple):
        return [_said(one) for one in value]
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items()}
    return value


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return bool(field.default is not dataclasses.MISSING and value == field.default)
