"""Words of the screens of procurement, in both languages, beside each other."""

from typing import NamedTuple


class Words(NamedTuple):
    """A sentence in English and in Chinese."""

    en: str
    zh: str


class Reason(NamedTuple):
    """Why a subject is not judged: the screen does not ask about it, or something is missing."""

    asked: bool
    words: Words


def _missing(en: str, zh: str) -> Reason:
    return Reason(True, Words(en, zh))


def _not_asked(en: str, zh: str) -> Reason:
    return Reason(False, Words(en, zh))


# A code that ends a question's row without a figure, and what it means.
REASONS = {
    "no_method": _missing("The procurement method is not named.", "未写明采购方式。"),
    "no_period": _missing("The tender period is not dated.", "招标期限没有日期。"),
    "reversed_period": _missing(
        "The tender period ends before it begins.", "招标期限的截止早于开始。"
    ),
    "no_number": _missing("Nobody says how many bid.", "未写明投标人数量。"),
    "no_bids": _missing("No bids are published.", "没有公布投标。"),
    "no_price": _missing(
        "No two bids are priced in the currency that is compared.",
        "以所比较的币种报价的投标不足两个。",
    ),
    "no_award": _not_asked("Nothing is awarded yet.", "尚未授标。"),
    "open_award": _not_asked("An award is still open.", "还有授标未定。"),
    "several_awards": _not_asked("Not one award to one winner.", "不是一个授标对一个中标人。"),
    "not_competitive": _not_asked(
        "The method does not ask for competition.", "采购方式不要求竞争。"
    ),
    "competitive": _not_asked("The method asks for competition.", "采购方式要求竞争。"),
    "not_compared": _not_asked("Prices are not compared in this method.", "此方式不比较价格。"),
    "not_lowest": _not_asked("The lowest bid did not win.", "最低价没有中标。"),
    "one_bidder": _not_asked("Fewer than two bidders.", "投标人不足两个。"),
    "few": _not_asked("Too few cases to tell.", "数量太少，无从判断。"),
    "no_value": _missing("No amount is published.", "没有公布金额。"),
    "no_buyer": _missing("The buyer has no identifier.", "采购人没有标识号。"),
    "no_dates": _missing("The dates are not published.", "没有公布日期。"),
    "no_limit": _missing(
        "No threshold is known for this currency, category and day.",
        "没有适用于该币种、类别和日期的限额。",
    ),
    "no_items": _missing(
        "No item has a code, a quantity and a price.", "没有带编码、数量和单价的项目。"
    ),
    "no_contract": _not_asked("There is no contract.", "没有合同。"),
    "no_payments": _not_asked("No payment is published.", "没有公布付款。"),
    "other_currency": _missing("The amounts are in different currencies.", "金额的币种不同。"),
    "no_contacts": _missing(
        "No two are published whose telephone, email or address could be compared.",
        "没有公布双方可以相互比较的电话、邮箱或地址。",
    ),
    "many_reached": _not_asked(
        "The contact that they share is that of many firms: an agent, a building.",
        "所共用的联系方式为许多企业所共用：代理机构、写字楼。",
    ),
    "no_name": _missing("The supplier has no name.", "供应商没有名称。"),
    "no_category": _missing("The category is not named.", "未写明采购类别。"),
    "no_list": _not_asked("No list of debarred firms was given.", "没有提供禁入名单。"),
    "none_published": _missing(
        "The publisher publishes no contracts at all.", "发布方根本不公布合同。"
    ),
    "cancelled": _not_asked("The process was cancelled.", "该采购已取消。"),
}
