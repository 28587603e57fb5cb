"""A body's payments, what they are measured by, and which firms' names people said are one."""

from sunledger.screening.shapes.kinds import Column, Shape
from sunledger.screening.words import Text

PAYMENTS = Shape(
    "payments",
    Text("payments", "付款"),
    "One row a payment, as it was published.",
    (
        Column("code", "text", Text("row", "行"), "its own code, once only in a run", filled=True),
        Column(
            "body", "text", Text("body", "单位"), "whose book it stands in, by a code of its own"
        ),
        Column("body_name", "text", Text("body", "单位"), "the body's name as people read it"),
        Column("payer", "text", Text("payer", "付款方"), "the office within the body that pays"),
        Column("payee", "text", Text("payee", "收款方"), "who is paid, as written"),
        Column("paid_on", "day", Text("day of payment", "付款日期"), "the day of the payment"),
        Column("amount", "money", Text("amount", "金额"), "minor units; below zero: came back"),
        Column("currency", "text", Text("currency", "币种"), "three letters: CNY, GBP"),
        Column(
            "reference", "text", Text("reference", "凭证号"), "of invoice, voucher, transaction"
        ),
        Column("purpose", "text", Text("purpose", "用途"), "what it was for, as written"),
        Column("method", "text", Text("method", "付款方式"), "how it was paid, as written"),
        Column("batch", "text", Text("sheet", "表"), "a batch's code, or a file's name"),
        Column("batch_name", "text", Text("sheet", "表"), "the sheet's name as people read it"),
        Column("line", "whole", Text("line", "行号"), "its line in that sheet"),
    ),
    (
        Column("day", "whole", Text("day", "日"), "the day of payment as a number, for counting"),
        Column("payee_key", "text", Text("payee", "收款方"), "an organisation, spelled one way"),
        Column("copy_of", "text", Text("first sheet", "原表"), "the sheet of which it is a copy"),
        Column(
            "payee_kind", "text", Text("kind", "类别"), "organisation, public, person, withheld"
        ),
    ),
    party="payee_key",
    order=("paid_on", "payee", "amount", "batch", "line"),
)

LIMITS = Shape(
    "limits",
    Text("limits", "限额"),
    "The amounts from which a heavier procedure begins: approval, quotations, a tender.",
    (
        Column("currency", "text", Text("currency", "币种"), "three letters", filled=True),
        Column("amount", "money", Text("limit", "限额"), "the limit", filled=True),
        Column("since", "day", Text("since", "起"), "the first day it holds", filled=True),
        Column("until", "day", Text("until", "止"), "the first day it no longer holds"),
        Column("what", "text", Text("what", "说明"), "what the limit is, and whose", filled=True),
        Column("source", "text", Text("source", "来源"), "where it is written", filled=True),
    ),
)

DAYS_OFF = Shape(
    "days_off",
    Text("days off", "休息日"),
    "Weekends and public holidays, without the weekend days on which people work instead.",
    (
        Column("currency", "text", Text("currency", "币种"), "of the land", filled=True),
        Column("on", "day", Text("day", "日"), "the day on which offices are closed", filled=True),
    ),
)

SAME_AS = Shape(
    "same_as",
    Text("same as", "同一主体"),
    "The names of firms that people confirmed to be one firm's; all screens then see one firm.",
    (
        Column("name", "text", Text("name", "名称"), "as written", filled=True),
        Column("same", "text", Text("same as", "同一主体"), "the firm's one name", filled=True),
        Column("number", "text", Text("number", "统一社会信用代码"), "of the firm, where known"),
        Column("link", "text", Text("decision", "决定"), "by which it was confirmed, where known"),
    ),
)
