"""A screen's documentation: a docstring with its sections, in English and in Chinese."""

import inspect
from dataclasses import dataclass

SECTIONS = {
    "en": ("Why it matters", "Innocent reasons", "Source"),
    "zh": ("为什么重要", "清白的理由", "来源"),
}


@dataclass(frozen=True)
class Text:
    """A sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class Words:
    """A screen's documentation in one language."""

    title: str
    rule: str
    why: str
    innocent: str
    source: str


def read(text: str, language: str) -> Words:
    """Return the sections of a text, or raise ValueError that names the missing one."""
    lines = inspect.cleandoc(text).splitlines()
    parts: dict[str, list[str]] = {"": []}
    name = ""
    for line in lines[1:]:
        if line.strip() in SECTIONS[language]:
            name = line.strip()
            parts[name] = []
        else:
            parts[name].append(line.strip())
    title, rule = lines[0].strip() if lines else "", _joined(parts.pop(""), language)
    if not title or not rule:
        raise ValueError("a title in the first line and a rule below it")
    for section in SECTIONS[language]:
        if not _joined(parts.get(section, []), language):
            raise ValueError(f"the section “{section}”")
    return Words(title, rule, *(_joined(parts[one], language) for one in SECTIONS[language]))


def _joined(lines: list[str], language: str) -> str:
    """Return paragraphs, each on one line; Chinese lines join without a space."""
    glue = "" if language == "zh" else " "
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(glue.join(part.split("\n")) for part in paragraphs).strip()
