"""Templates with all that is fixed written into them beforehand, once for each language.

Half of what making a page costs would go into sentences, addresses and parts that are the same on
every page of a language. So a template is read once for each language; whatever does not depend on
the page (a sentence, the address of a page without arguments, that of a static file) becomes text
then, and a part that is always the same one is put in its place.
What a template says stays what it says: `tests/test_folding.py` holds both beside each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any, cast

from django.template import Context, Engine, Node, NodeList, Template, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import ForNode, IfNode, URLNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.translation import get_language

# What may be looked into. Not what changes how the inside is shown: `language`, `autoescape`.
_HOLDERS = (BlockNode, ExtendsNode, ForNode, WithNode)
# The templates that are being folded: one that holds itself is not put into itself.
_under_way: ContextVar[tuple[str, ...]] = ContextVar("_under_way", default=())


class _Folding(base.Loader):
    """Folds each template that is read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Return a template, folded."""
        template = super().get_template(template_name, skip)
        before = _under_way.set((*_under_way.get(), template_name))
        try:
            template.nodelist = _folded(template.nodelist, template.engine)
        finally:
            _under_way.reset(before)
        return template


class Loader(cached.Loader, _Folding):
    """Keeps the folded templates of every language."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        """Return under what a template is kept."""
        name = super().cache_key(template_name, skip)
        return f"{get_language()} {get_script_prefix()} {name}"


def _folded(nodes: Iterable[Node], engine: Engine) -> NodeList:
    """Return the nodes with all that is fixed as text, and texts beside each other as one."""
    found = NodeList()
    texts: list[str] = []
    for node in _opened(nodes, engine):
        if isinstance(node, TextNode):
            texts.append(node.s)
            continue
        if texts:
            found.append(_text(texts))
            texts = []
        found.append(node)
    if texts:
        found.append(_text(texts))
    return found


def _text(texts: list[str]) -> TextNode:
    return TextNode("".join(texts))


def _opened(nodes: Iterable[Node], engine: Engine) -> Iterator[Node]:
    """Give the nodes with what is in them folded."""
    for node in nodes:
        if _is_fixed(node):
            yield TextNode(str(node.render(Context())))
        elif isinstance(node, IncludeNode):
            yield _with_part(node, engine)
        else:
            _look_into(node, engine)
            yield node


def _look_into(node: Node, engine: Engine) -> None:
    """Fold what a node holds."""
    if isinstance(node, IfNode):
        node.conditions_nodelists = [
            (condition, _folded(inside, engine)) for condition, inside in node.conditions_nodelists
        ]
    elif isinstance(node, _HOLDERS):
        for name in node.child_nodelists:
            if (inside := getattr(node, name, None)) is not None:
                setattr(node, name, _folded(inside, engine))


def _with_part(node: IncludeNode, engine: Engine) -> Node:
    """Return the part that is included, if it is always the same one and extends nothing."""
    name = _constant(node.template)
    if name is None or name.startswith(".") or node.isolated_context or name in _under_way.get():
        return node
    try:
        part = engine.get_template(name)
    except TemplateDoesNotExist:
        return node
    if any(part.nodelist.get_nodes_by_type(kind) for kind in (BlockNode, ExtendsNode)):
        return node
    made = WithNode(None, None, part.nodelist, extra_context=node.extra_context)
    made.origin, made.token = node.origin, node.token
    return cast("Node", made)


def _is_fixed(node: Node) -> bool:
    """Whether a node says the same on every page of a language."""
    if isinstance(node, TranslateNode):
        plain = node.asvar is None and node.message_context is None
        return plain and _constant(node.filter_expression) is not None
    if isinstance(node, URLNode):
        bare = not (node.args or node.kwargs or node.asvar)
        return bare and _constant(node.view_name) is not None
    if isinstance(node, StaticNode):
        return node.varname is None and _constant(node.path) is not None
    return False


def _constant(said: FilterExpression) -> str | None:
    """Return a text that stands in the template itself, without filters."""
    if said.filters:
        return None
    var = said.var.literal if isinstance(said.var, Variable) else said.var
    return var if isinstance(var, str) else None
