"""The story's right of reply: nothing is said of the village before it was asked."""

from playwright.sync_api import expect

from tests.story_loop import Loop, move

REPLY = "付款时未核对凭证，现已建立台账。"


def the_village_is_heard_before_anything_is_said_of_it(loop: Loop) -> None:
    """The county cannot close until the village, which is named, was asked; the village replies."""
    officer = loop.who("officer")
    officer.open(f"/desk/items/{loop.codes['item']}/close/")
    expect(officer.main.locator(".note.bad").first).to_be_visible()
    move(loop, "officer", "ask whoever is named for their reply")
    clerk = loop.who("clerk")
    clerk.open("/desk/")
    clerk.follow("大河村")
    clerk.reads("答复属实")
    clerk.look("what is going to be said of the village")
    clerk.fill(words=REPLY)
    clerk.press("Give the reply")
    clerk.sees("Your reply stands, and is published beside what is said.")


def anyone_reads_the_reply(loop: Loop) -> None:
    """It stands on the page of the result, beside the other voices."""
    reader = loop.who("reader")
    reader.open(f"/items/{loop.codes['item']}/")
    reader.reads(REPLY)
