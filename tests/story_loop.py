"""The chapters of the story: each is what some people do on the pages, one after the other."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests import story_seal, story_sheets
from tests.a_site import Site
from tests.story_person import Person

CATEGORY, DRIVE = "village-payments", "micro-corruption"


@dataclass
class Loop:
    """The site, the people before their screens, and the codes that they come upon."""

    site: Site
    address: str
    browser: Browser
    language: str
    script: bool
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        """Return a person: signed in when they come for the first time; the reader never is."""
        if username not in self.people:
            person = Person(self.browser, self.address, self.language, script=self.script)
            self.people[username] = person if username == "reader" else person.sign_in(username)
        return self.people[username]

    def file(self, name: str) -> Path:
        """Return the place of a file of this story."""
        return self.folder / name

    def all_leave(self) -> None:
        """Let everybody close their browsers."""
        for person in self.people.values():
            person.leave()


# --- the sheet --------------------------------------------------------------------------------


def hand_in(loop: Loop, file: Path, period: str) -> Person:
    """Let the clerk hand a sheet in, and wait until it is read."""
    clerk = loop.who("clerk")
    clerk.menu("Upload")
    clerk.choose(category=CATEGORY)
    clerk.fill(period=period)
    clerk.hand("file", file)
    clerk.press("Read the sheet")
    return clerk


def a_sheet_with_a_person_is_refused(loop: Loop) -> None:
    file = story_sheets.with_a_person(loop.file("三月.xlsx"))
    clerk = hand_in(loop, file, "2024-03")
    clerk.sees("The sheet was not taken.")
    clerk.sees("It holds what must never be public. The file itself was not kept.")
    line = story_sheets.FIRST_LINE + len(story_sheets.MARCH)
    clerk.reads(f"用途 (D{line})")
    clerk.does_not_read(story_sheets.IDENTITY, story_sheets.IDENTITY[:6])
    clerk.look("a refused sheet")


def a_sheet_with_a_bad_cell_is_refused(loop: Loop) -> None:
    file = story_sheets.with_a_bad_cell(loop.file("三月（改）.xlsx"))
    clerk = hand_in(loop, file, "2024-03")
    clerk.sees("The sheet was not taken.")
    clerk.sees("Line %(line)s", line=story_sheets.FIRST_LINE + 1)
    clerk.reads("金额（元）", "约七千")


def the_right_sheet_is_handed_on(loop: Loop, name: str, period: str) -> str:
    """Hand in a good sheet, look at it line by line, hand it on; return its code."""
    rows = story_sheets.MARCH if period == "2024-03" else story_sheets.APRIL
    file = story_sheets.workbook(loop.file(name), period, rows)
    clerk = hand_in(loop, file, period)
    clerk.sees("The sheet was read.")
    clerk.look("a sheet that was read")
    clerk.press("See what was read")
    clerk.reads("东岭建筑工程有限公司", story_sheets.AGAIN)
    clerk.press("Hand on for review")
    clerk.press("Hand on for review")
    clerk.sees("Handed on for review.")
    return clerk.code()


def the_clerk_cannot_publish_it(loop: Loop, code: str) -> None:
    clerk = loop.who("clerk")
    expect(clerk.main.get_by_role("link", name=clerk.words("Publish"), exact=True)).to_have_count(0)
    assert clerk.open(f"/desk/sheets/{code}/publish/") == 404
    assert loop.who("reader").open(f"/sheets/{code}/") == 404


def another_person_publishes_it(loop: Loop) -> None:
    reviewer = loop.who("reviewer")
    reviewer.open("/desk/")
    reviewer.follow(reviewer.either("大河村", "Dahe Village"))
    reviewer.reads(story_sheets.AGAIN)
    reviewer.press("Publish")
    reviewer.press("Publish")
    reviewer.sees("Published. Everyone can read it now.")


def anyone_reads_it(loop: Loop) -> None:
    """Find the village, its sheet, the line that stands twice, and its place in the log."""
    reader = loop.who("reader")
    reader.open("/")
    reader.fill(q=reader.either("大河村", "Dahe"))
    reader.press("Find")
    reader.follow(reader.either("大河村", "Dahe Village"))
    reader.follow(reader.either("2024年3月", "March 2024"))
    reader.fill(q="东岭")
    reader.press("Show")
    reader.reads("FP-04417")
    expect(reader.main.locator("table.cards tbody tr")).to_have_count(2)
    reader.main.locator("table.cards tbody tr").last.locator("th a").first.click()
    loop.codes["record"] = reader.code()
    reader.reads("东岭建筑工程有限公司", story_sheets.AGAIN, "2024")


def anyone_computes_the_root(loop: Loop) -> str:
    """Take the proof and the log away as files; compute both; return the root."""
    reader = loop.who("reader")
    reader.press("The exact text and the whole proof")
    proof = json.loads(
        reader.download(reader.words("Download this proof"), loop.folder).read_text()
    )
    said = json.loads(proof["text"])
    assert said["facts"]["record"] == loop.codes["record"]
    assert said["facts"]["values"]["amount"] == 490000
    reader.menu("Check")
    for name in ("entries.txt", "facts.jsonl", "root.txt"):
        reader.download(name, loop.folder)
    size, root = story_seal.recomputed(loop.folder)
    assert (loop.folder / "root.txt").read_text().split() == [str(size), root]
    assert story_seal.climbed(proof) == root == proof["root"]
    reader.reads(root)
    return root


# --- the lead ---------------------------------------------------------------------------------


def the_screens_raise_a_lead(loop: Loop) -> None:
    officer = loop.who("officer")
    officer.menu("Ledger", "Leads")
    officer.press("Run the screens")
    officer.press("Run the screens")
    officer.sees("Look at the leads")
    officer.look("a run that has ended")
    officer.press("Look at the leads")
    officer.follow(officer.either("重复付款", "A payment made twice"))


def the_lead_says_what_and_why_not(loop: Loop) -> None:
    """Its rows, its sentence in both languages, and the innocent reasons."""
    officer = loop.who("officer")
    loop.codes["lead"] = officer.code()
    reads_the_lead(officer)
    with officer.in_the_other_language():
        reads_the_lead(officer)
    expect(officer.main.locator("tbody tr")).to_have_count(2)


def reads_the_lead(officer: Person) -> None:
    officer.reads("东岭建筑工程有限公司", "FP-04417", story_sheets.AGAIN)
    if officer.language == "zh":
        officer.reads("大河村以同一凭证号、同一金额再次付给", "同一合同号下的分期款或月费")
    else:
        officer.reads("under the same reference and for the same amount")
        officer.reads("Instalments or monthly fees under one contract number")
    officer.sees("Innocent reasons")


def the_officer_takes_it_up(loop: Loop) -> None:
    """The town does the work, the audit office checks it, by the day that the form proposes."""
    officer = loop.who("officer")
    officer.press("Take up")
    officer.fill(doer="柳河镇", checker="柳河镇", found_amount=story_sheets.AGAIN)
    officer.choose(drive=DRIVE)
    officer.tick("needs", "rerun", "receipt", "document")
    officer.press("Take up")
    officer.sees("Something needs another look")
    officer.look("a form that was refused")
    officer.fill(checker="县审计办公室")
    officer.press("Take up")
    officer.sees("Taken up: it stands in the ledger now.")
    loop.codes["item"] = officer.code()
    assert loop.who("reader").open(f"/items/{loop.codes['item']}/") == 404


# --- the item ---------------------------------------------------------------------------------


def move(loop: Loop, username: str, label: str, **given: Any) -> Person:
    """Make a move of the item, from its page."""
    person = loop.who(username)
    person.open(f"/desk/items/{loop.codes['item']}/")
    words = person.words(label).capitalize()
    person.press_on(words)
    for name, value in given.items():
        if isinstance(value, Path):
            person.hand(name, value)
        elif name in ("kind", "outcome", "receipt"):
            person.choose(**{name: value})
        else:
            person.fill(**{name: value})
    person.press_on(words)
    person.sees("Done: %(move)s.", move=person.words(label))
    return person


def the_town_answers(loop: Loop) -> None:
    mayor = loop.who("mayor")
    mayor.open("/desk/")
    mayor.follow("大河村")
    assert mayor.code() == loop.codes["item"]
    move(loop, "mayor", "answer", note="已核对，属重复支付。")


def the_town_cannot_verify_its_own_answer(loop: Loop) -> None:
    mayor = loop.who("mayor")
    mayor.open(f"/desk/items/{loop.codes['item']}/verify/")
    mayor.reads(mayor.either("县审计办公室", "Audit Office"))
    expect(mayor.main.locator(".note.bad").first).to_be_visible()
    mayor.look("a move that was refused")
    assert mayor.code() == loop.codes["item"]


def the_checker_sends_it_back_and_then_finds_it_true(loop: Loop) -> None:
    move(loop, "auditor", "send back", reason="缺少银行回单与村账的核对。")
    slip = story_sheets.paper(
        loop.file("核对表.txt"), "发票 FP-04417：三月六日、三月二十日各付一次。"
    )
    move(loop, "mayor", "attach evidence", kind="document", title="核对表", file=slip)
    move(loop, "mayor", "answer", note="发票 FP-04417 重复支付，已要求收款方退回。")
    move(loop, "auditor", "verify", note="核对了银行回单与村账，答复属实。")


def the_money_that_came_back_is_recorded(loop: Loop) -> None:
    slip = story_sheets.paper(loop.file("回单.txt"), "四月十六日退回 4,900.00 元。")
    officer = move(loop, "officer", "attach evidence", kind="receipt", title="退款回单", file=slip)
    officer.sees("Before it can close:")
    officer.press_on(officer.words("record money that came back").capitalize())
    officer.fill(amount=story_sheets.AGAIN, payer="东岭建筑工程有限公司", paid_to="大河村")
    officer.fill(on="2024-04-16")
    officer.main.locator("select[name=receipt]").select_option(label="退款回单")
    officer.press_on(officer.words("record money that came back").capitalize())
    officer.reads("东岭建筑工程有限公司", story_sheets.AGAIN)


def the_screen_is_clean_and_the_item_closes(loop: Loop) -> None:
    officer = loop.who("officer")
    officer.press("Run the screen again")
    officer.sees("The screen is clean now.")
    result = "发票 FP-04417 重复支付 4,900.00 元，已退回村集体账户并公布。"
    move(loop, "officer", "close", outcome="put_right", result=result)
    officer.reads(result)
    officer.look("a closed item")


# --- what everyone sees -----------------------------------------------------------------------


def anyone_reads_the_result(loop: Loop) -> None:
    reader = loop.who("reader")
    reader.open("/")
    reader.menu("Results")
    reader.follow("大河村")
    assert reader.code() == loop.codes["item"]
    reader.reads("已退回村集体账户并公布", "已要求收款方退回", "答复属实", story_sheets.AGAIN)
    reader.does_not_read("周正", "吴平", "郑严")
    reader.look("a result")


def the_drive_counts_it(loop: Loop) -> None:
    """From the figure of money that came back, the item is two presses away."""
    reader = loop.who("reader")
    reader.open(f"/drives/{DRIVE}/")
    back = reader.words("money that came back")
    name = back[:1].upper() + back[1:]
    figure = reader.main.locator(".figure").filter(has=reader.page.get_by_text(name, exact=True))
    expect(figure.locator(".value")).to_contain_text(story_sheets.AGAIN)
    figure.get_by_role("link").click()
    reader.follow("大河村")
    assert reader.code() == loop.codes["item"]


def anyone_sees_that_it_was_rewritten(loop: Loop) -> None:
    """The line's own page says that its words are not those that were said."""
    reader = loop.who("reader")
    reader.open(f"/records/{loop.codes['record']}/")
    expect(reader.main.locator(".note.bad")).to_be_visible()
    reader.look("a record that was rewritten")
    reader.open("/seal/0/")
    expect(reader.main.locator(".note.good")).to_be_visible()
