"""Everything said to people is said in Chinese too."""

from pathlib import Path

import pytest

from sunledger.web import messages


@pytest.mark.parametrize("locale", messages.files())
def test_every_sentence_is_translated_and_none_is_left_over(locale: str) -> None:
    faults = messages.faults(messages.files()[locale])
    assert not faults, "\n".join(map(str, faults))


def test_a_missing_a_stale_and_a_wrong_translation_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, home = tmp_path / "package", tmp_path / "zh_Hans" / "LC_MESSAGES"
    home.mkdir(parents=True)
    (package / "templates").mkdir(parents=True)
    (package / "page.py").write_text('title = _("Two of %(many)s")\nbad = _("Missing")\n')
    (package / "templates" / "page.html").write_text(
        '{% load i18n %}\n   {% translate "It’s here" %}\n{% blocktranslate %}a {{ b }}'
        "{% endblocktranslate %}"
    )
    po = home / "django.po"
    po.write_text(
        messages.HEADER.format(language="zh_Hans", plural="nplurals=1; plural=0")
        + 'msgid "Two of %(many)s"\nmsgstr "其中之二"\n\n'
        + '#, fuzzy\nmsgid "It’s here"\nmsgstr "在这里"\n\n'
        + 'msgid "a %(b)s"\nmsgstr ""\n\n'
        + 'msgid "Old"\nmsgstr "旧"\n\n'
        + '#~ msgid "Older"\n#~ msgstr "更旧"\n',
        encoding="utf-8",
    )
    found = {str(entry.text) for entry in messages.used(package)}
    assert found == {"Two of %(many)s", "Missing", "It’s here", "a %(b)s"}

    monkeypatch.setattr(messages, "used", lambda: list(_used(package)))
    said = " ".join(fault.sentence for fault in messages.faults(po))
    assert "“Missing” is not in the catalogue." in said
    assert "“Two of %(many)s” is translated with other placeholders" in said
    assert "“It’s here” is marked fuzzy" in said
    assert "“a %(b)s” has no translation." in said
    assert "“Old” is used nowhere" in said
    assert "“Older” is marked obsolete" in said


_used = messages.used
