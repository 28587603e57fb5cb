"""The chapters of a meeting: typed in, its directives adopted, worked on, and seen by everyone."""

from playwright.sync_api import expect

from tests.story_loop import Loop, move

WORDS = """会议听取了一季度公开数据筛查情况的汇报。

会议决定，柳河镇于月底前核对各村一季度付款凭证，重复支付的一律追回。\
会议要求，柳河镇三个月内公布各村路灯采购的合同与价格。"""
FIRST = "柳河镇于月底前核对各村一季度付款凭证"
SECOND = "柳河镇三个月内公布各村路灯采购的合同与价格"
TITLE = "清河县监督工作例会"


def the_officer_types_it_in(loop: Loop) -> None:
    officer = loop.who("officer")
    officer.menu("Meetings")
    officer.press("Record a meeting")
    officer.choose(unit="q")
    officer.fill(title=TITLE, held_on="2024-04-01", text=WORDS)
    officer.main.locator("form button").last.click()
    officer.reads(TITLE, SECOND)
    loop.codes["meeting"] = officer.code()


def two_directives_are_adopted(loop: Loop) -> None:
    officer = loop.who("officer")
    for quotation in (FIRST, SECOND):
        officer.fill(quotation=quotation, owner="柳河镇", due="2099-12-31")
        officer.press("Propose it")
        officer.sees("Proposed. Adopt it or reject it below.")
        officer.press("Adopt")
        officer.fill(doer="柳河镇", checker="县审计办公室")
        officer.press("Adopt")
        officer.sees("Adopted: it stands in the ledger now.")
    expect(officer.main.locator("mark")).to_have_count(2)


def it_is_made_public(loop: Loop) -> None:
    officer = loop.who("officer")
    officer.press("Make public")
    officer.press("Make public")
    officer.sees("Everyone can read this meeting now.")


def those_who_must_act_find_it_on_their_desk(loop: Loop) -> None:
    mayor = loop.who("mayor")
    mayor.open("/desk/")
    expect(mayor.main.locator("tbody tr")).to_have_count(2)
    mayor.main.locator("tbody th a").first.click()
    loop.codes["item"] = mayor.code()
    move(loop, "mayor", "answer", note="已核对各村凭证，未见重复支付。")


def anyone_reads_how_far_each_is(loop: Loop) -> None:
    reader = loop.who("reader")
    reader.open("/drives/")
    reader.press("Meetings, and what became of what they decided")
    reader.follow(TITLE)
    reader.reads(FIRST, SECOND)
    expect(reader.main.locator("mark")).to_have_count(2)
