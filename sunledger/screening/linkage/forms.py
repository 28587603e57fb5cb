"""Legal forms of firms, in the words of many countries: taken off a name, and known as one.

The table is open: a form of another country is a line more.
"""

import re

# Each form with the ways it is written, without points and capitals.
LATIN = {
    "sl": (
        "sl slu sll slp slne sociedad_limitada sociedad_de_responsabilidad_limitada "
        "sociedad_limitada_unipersonal sociedad_limitada_laboral s_coop_sl"
    ),
    "sa": (
        "sa sau sal sad societe_anonyme sociedad_anonima sociedad_anonima_unipersonal "
        "societa_per_azioni spa sapa saic sa_de_cv sab sgps socimi"
    ),
    "sac": "sac saa sociedad_anonima_cerrada sociedad_anonima_abierta",
    "eirl": "eirl empresa_individual_de_responsabilidad_limitada",
    "coop": (
        "scoop s_coop coop scl s_coop_ltda s_coop_mad sociedad_cooperativa cooperativa sccl "
        "s_coop_and"
    ),
    "ltd": (
        "ltd limited ltda ltee limitada co_ltd co_limited company_limited pvt_ltd "
        "private_limited pte_ltd pty_ltd sdn_bhd bhd pvt_limited company_ltd co_ltda cia_ltda "
        "private_ltd"
    ),
    "plc": "plc public_limited_company pcl public_company_limited",
    "inc": "inc incorporated corp corporation llc llp lp lllp pllc company co",
    "gmbh": (
        "gmbh gesmbh ges_mbh gmbh_co_kg gmbh_und_co_kg gmbh_and_co_kg ug mbh "
        "gesellschaft_mit_beschrankter_haftung ohg kg ag se kgaa ek"
    ),
    "bv": "bv nv vof bvba sprl besloten_vennootschap naamloze_vennootschap",
    "sarl": (
        "sarl eurl sas sasu snc sci scop gie sarlu sarl_unipersonnelle "
        "societe_a_responsabilite_limitee"
    ),
    "srl": (
        "srl srls sprl snc_di sas_di scarl scrl soc_coop a_r_l societa_a_responsabilita_limitata"
    ),
    "ab": (
        "ab as asa aps oy oyj hf ehf a_s aktiebolag aksjeselskap aktieselskab anpartsselskab "
        "osakeyhtio"
    ),
    "spzoo": (
        "sp_zoo sp_z_oo spolka_z_oo spolka_akcyjna sro spol_s_ro ao dd doo dooel ad ead ood "
        "eood kft zrt nyrt rt uab sia ou spolka_z_ograniczona_odpowiedzialnoscia"
    ),
    "jsc": (
        "jsc ojsc cjsc pjsc oao zao pao ooo ao too tov llc_ooo joint_stock_company "
        "open_joint_stock_company closed_joint_stock_company "
        "obshchestvo_s_ogranichennoi_otvetstvennostyu aktsionernoe_obshchestvo"
    ),
    "kk": "kk kabushiki_kaisha yk godo_kaisha",
    "cb": "cb comunidad_de_bienes sc scp sociedad_civil aie",
    "ute": "ute union_temporal_de_empresas joint_venture jv consortium consorcio",
}
_TABLE = {tuple(way.split("_")): form for form, ways in LATIN.items() for way in ways.split()}
_LONGEST = max(map(len, _TABLE))
# In Russian the form stands before the name.
_WORDS = frozenset({("too",), ("tov",)})  # that are words of other languages as well
_BEFORE = sorted(
    (way for way, form in _TABLE.items() if form == "jsc" and way not in _WORDS),
    key=len,
    reverse=True,
)
# Letters that stand alone were an abbreviation with points or spaces: S. L. U. is slu.
_APART = re.compile(r"\b(?:[a-z] ){1,5}[a-z]\b")
_ALONE = {way[0] for way in _TABLE if len(way) == 1 and 2 <= len(way[0]) <= 5}
# What says nothing of who it is.
_STOP = (
    "de del la las los el y e i en the and of for und et le les des du di da do dos das a al para "
    "por calle numero avenida unipersonal sociedad m s messrs cia compania company group grupo"
)
STOP = frozenset(_STOP.split())
# What is said at the end, after the legal form.
ENDS = frozenset({"unipersonal", "soc", "liquidacion", "limited_liability"})
SHORT = {
    "cl": "calle", "avda": "avenida", "nra": "nuestra", "ntra": "nuestra", "sra": "senora",
    "asoc": "asociacion", "assoc": "association", "fund": "fundacion", "fed": "federacion",
    "hnos": "hermanos", "intl": "international", "int": "international", "ing": "ingenieria",
    "constr": "construcciones", "serv": "servicios", "admon": "administracion", "cia": "compania",
    "gral": "general", "nac": "nacional", "mfg": "manufacturing", "eng": "engineering",
    "tech": "technology", "dept": "department", "univ": "university", "bros": "brothers",
    "ampa": "apa", "prop": "propietarios", "cp": "comunidad propietarios", "dr": "doctor",
    "sta": "santa", "sto": "santo", "sr": "senor", "n": "numero", "num": "numero", "no": "numero",
    "comercial": "comercial", "dist": "distribuciones", "ceip": "colegio", "c": "calle",
    "admvo": "administrativo",
}  # fmt: skip


def latin(words: list[str]) -> tuple[list[str], str]:
    """Return the words of a name without its legal forms, and the form; at its ends, mostly."""
    text = " ".join(words)
    text = _APART.sub(_joined, text)
    words = text.split()
    while len(words) > 1 and words[-1] in ENDS:
        words = words[:-1]
    form = ""
    while len(words) > 1:
        length = next(
            (n for n in range(min(_LONGEST, len(words) - 1), 0, -1) if tuple(words[-n:]) in _TABLE),
            0,
        )
        if not length:
            break
        form = form or _TABLE[tuple(words[-length:])]
        words = words[:-length]
    head = next((one for one in _BEFORE if tuple(words[: len(one)]) == one), ())
    if head and len(words) > len(head) and not form:
        return words[len(head) :], _TABLE[head]
    return words, form


def _joined(found: re.Match[str]) -> str:
    """Return single letters as one word, where that is a legal form, or its end is."""
    letters = found[0].replace(" ", "")
    for start in range(len(letters) - 1):
        if letters[start:] in _ALONE:
            before = " ".join(letters[:start])
            return f"{before} {letters[start:]}".strip()
    return letters


# What a Chinese firm is called after its name, longest first.
CHINESE = (
    "股份有限责任公司", "有限责任股份公司", "集团股份有限公司", "集团有限责任公司", "集团有限公司",
    "股份有限公司", "有限责任公司", "股份合作公司", "有限公司", "集团公司", "分公司", "总公司",
    "责任公司", "股份公司", "个体工商户", "个人独资企业", "普通合伙", "有限合伙", "特殊普通合伙",
    "专业合作社联合社", "农民专业合作社", "专业合作社", "股份经济合作社", "经济合作社", "合作社",
    "有限责任公", "股份有限公", "有限公", "有限责任", "有限",
    "公司", "集团", "总店", "商行", "经营部", "服务部", "门市部", "工作室", "厂", "店",
)  # fmt: skip
