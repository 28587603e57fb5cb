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
    officer.fill(text=WORDS)
    officer.press("Read it")
    officer.sees("The text tells of one meeting. Look at what is known of it.")
    officer.look("the meetings of a text")
    officer.fill(**{"m0-title": TITLE, "m0-held_on": "2024-04-01"})
    officer.press("Record, and go on to the directives")
    officer.reads(TITLE, SECOND)
    loop.codes["meeting"] = officer.code()


def two_directives_are_adopted(loop: Loop) -> None:
    """Each is looked at, what the program passed over is added, and both open together."""
    officer = loop.who("officer")
    officer.look("the confirming page")
    for quotation in (FIRST, SECOND):
        entry = officer.main.locator(".entry", has_text=quotation)
        if not entry.count():
            officer.main.locator("button.add").last.click()
        task = entry.get_by_role("button", name=officer.words("Task"), exact=True)
        if task.count():
            task.click()
        owner = entry.locator("[name=owner]")
        entry.locator("summary").first.click()
        owner.fill("柳河镇")
        entry.locator("[name=due]").fill("2099-12-31")
        entry.get_by_role("button", name=officer.words("Keep and confirm"), exact=True).click()
        officer.sees("Confirmed.")
    officer.look("entries that are confirmed")
    officer.fill(checker="县审计办公室")
    officer.main.locator("button[value=adopt]").click()
    officer.sees("%(count)s items stand in the ledger now.", count=2)
    expect(officer.main.locator("mark.adopted")).to_have_count(2)


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
    reader.look("a public meeting")
