"""Who is the same firm: what must hold of names, of forms and of codes."""

import pytest

from sunledger.screening.linkage import codes, lostletters
from sunledger.screening.linkage.firmname import parse
from sunledger.screening.linkage.linking import link
from sunledger.screening.linkage.tiers import Tier


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("大连宏达建材有限公司", "大连宏达建材有限责任公司"),
        ("宏达建材（大连）有限公司", "大连宏达建材有限公司"),
        ("大連宏達建材有限公司", "大连宏达建材公司"),
        ("Wolters Kluwer España, S.A.", "WOLTERS KLUWER ESPANA S A"),
        ("Ferretería Europa S. L. U.", "FERRETERIA EUROPA SLU"),
        ("Müller Bau GmbH & Co. KG", "MULLER BAU"),
        ("Acme Trading Co., Ltd.", "ACME TRADING LIMITED"),
    ],
)
def test_a_firm_is_the_same_under_its_forms(one: str, two: str) -> None:
    assert parse(one).core == parse(two).core


def firms(*rows: tuple[str, str]) -> dict[str, list[str]]:
    return {"name": [name for name, _ in rows], "code": [code for _, code in rows]}


GOOD, ALSO, SPOILT = "91110000600037341L", "91210200118306522A", "91110000600037342L"


def test_a_valid_code_decides_before_any_name() -> None:
    held = firms(("宏达建材有限公司", GOOD), ("华信商贸有限公司", ALSO))
    assert codes.valid(GOOD)
    found = link("firm", firms(("改名以后有限公司", GOOD)), held).links[0]
    assert (found.right, found.tier) == (0, Tier.CODE)


def test_one_wrong_figure_of_a_code_is_forgiven_where_the_name_agrees() -> None:
    held = firms(("大连宏达建材有限公司", GOOD))
    assert not codes.valid(SPOILT)
    found = link("firm", firms(("宏达建材公司", SPOILT)), held).links[0]
    assert found.chance > 0.9
    assert "one figure differs" in found.why()


def test_a_number_of_fifteen_figures_is_that_of_eighteen() -> None:
    long = codes.long_of("110105491231002")
    assert codes.valid(long)
    assert codes.hashed("110105491231002", b"key") == codes.hashed(long, b"key")
    assert codes.hashed(long, b"key") != codes.hashed(long, b"other")


def firm_links(*names: str) -> list[tuple[str, str]]:
    """Return who is who in one list of firms, among many others."""
    others = [f"{word} {trade} SL" for word in FIRMS for trade in TRADES]
    named = [*names, *others]
    links = link("firm", {"name": named}).links
    return [(named[one.left], named[one.right]) for one in links if one.chance >= 0.5]


FIRMS = ("Alvarado", "Benimar", "Cortijo", "Duero", "Esparta", "Fuencarral", "Girasol", "Hispanica")
TRADES = ("Construcciones", "Ferreteria", "Imprenta", "Jardines", "Papeleria", "Transportes")


def test_two_legal_forms_of_one_name_are_two_firms() -> None:
    assert firm_links("GRUAS SIXTO S A", "Gruas Sixto, S.A.") != []
    assert firm_links("GRUAS SIXTO S A", "GRUAS SIXTO S L") == []


def test_joint_ventures_are_one_only_where_they_are_written_letter_for_letter_alike() -> None:
    one = "UTE JARDINES MADRID LOTE 1 - ALVARADO SA Y CORTIJO ESPAÑA SA"
    assert firm_links(one, one.replace("Ñ", "Ð")) != []
    assert firm_links(one, one.replace(" - ", ", ")) == []


def test_a_lost_letter_is_read_as_other_names_have_it() -> None:
    names = ["HISP-NICA DEL LED", "IMPORTACIONES-EXPORTACIONES", "PAPELERÍA HISPÁNICA", "SA-E"]
    mended = lostletters.mended([*names, "SAGE"])
    assert mended[:4] == ["hispanica DEL LED", *names[1:]]
