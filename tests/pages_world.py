"""A small site with one of everything, for the tests of the pages."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.core.codes import new_code
from sunledger.decisions import actions as decisions
from sunledger.decisions import intake
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Meeting, Receipt
from sunledger.disclosure import actions as disclosure
from sunledger.ledger import actions as ledger
from sunledger.ledger import keys
from sunledger.ledger.actions import fairness
from sunledger.ledger.models import Digest, Item, Reply
from sunledger.ledger.procedures import Ground
from sunledger.screening import actions as screening
from sunledger.screening import explaining, samedeciding, trying
from sunledger.screening.explaining import Given
from sunledger.screening.models import Explanation, Lead, Link
from sunledger.units.models import Power, Reach, User
from sunledger.voices import actions as voices
from sunledger.voices.questions import about as subjects
from sunledger.voices.questions import actions as questions
from tests import ledger_story, voices_story
from tests.answers import hand_on
from tests.cast import TODAY, Cast, day, person
from tests.cast import at as at_hour
from tests.disclosure_story import Story, make_story
from tests.pages_arguments import arguments
from tests.pages_programme import programmes
from tests.pages_sheets import batch_of, owed, sheets, work

TWICE = (
    "日期,凭证号,收款人,用途,金额\n2024-07-03,记-20240,河东路桥施工队,村道修补,4900\n"
    "2024-07-05,记-20241,青泉商贸有限公司,水泥,120.5\n"
    "2024-07-06,记-20240,河东路桥施工队,村道修补,4900\n"
)
NEED = "表决日期,工程名称,立项理由,预算金额,同意票数\n2024-03-08,村东排水渠,雨季积水,186000.00,38\n"
WORDS = "会议要求，柳河镇要在四月底前完成村级支出逐笔公开。会议强调，对路灯采购要限期核查。"


@dataclass(frozen=True)
class World:
    """The people by the names of their roles, and the codes of what there is."""

    story: Story
    people: dict[str, User]
    codes: dict[str, str]

    @property
    def cast(self) -> Cast:
        return self.story.cast

    def client(self, role: str, **more: Any) -> Client:
        """Return a browser in which somebody is signed in; nobody when `role` is anonymous."""
        client = Client(**more)
        if role != "anonymous":
            client.force_login(self.people[role])
        return client


def make_world() -> World:
    """Return the site, fresh in the database."""
    story = make_story()
    cast = story.cast
    codes = sheets(story) | _items(cast) | programmes(cast) | _meetings(cast) | _leads(story)
    _works(story)
    codes |= _suggestions(story) | _fairness(cast, codes) | owed(story) | _questions(codes)
    people = {
        "nobody": User.objects.create(username="nobody", name="无岗"),
        "root": User.objects.create(username="root", name="机房", is_superuser=True, is_staff=True),
        "clerk": story.clerk,
        "neighbour": story.stranger,
        "reviewer": story.reviewer,
        "officer": cast.lead,
        "worker": cast.worker,
        "checker": cast.checker,
    }
    return World(story, people, codes)


def _leads(story: Story) -> dict[str, str]:
    """Return the codes of a run of the screens, of a lead that it raised, and a dismissed one."""
    for unit, clerk in ((story.village, story.clerk), (story.cast.hamlet, story.stranger)):
        given = disclosure.receive(
            unit=unit,
            category="village-payments",
            period="2024-07",
            file_name="七月.csv",
            content=TWICE.encode(),
            by=clerk,
        )
        batch = hand_on(batch=batch_of(given), by=clerk)
        disclosure.publish(batch=batch, by=story.reviewer)
    asked = ["duplicate_payments"]
    run = screening.start_run(unit=story.cast.county, asked=asked, by=story.cast.lead)
    work(run.job)
    job = trying.start(
        screen=screening.screens()["duplicate_payments"],
        asked={"reference_length": 9},
        unit=story.cast.county,
        by=story.cast.lead,
    )
    work(job)
    about_dahe = Lead.objects.get(unit=story.village, screen="duplicate_payments")
    other = Lead.objects.get(unit=story.cast.hamlet, screen="duplicate_payments")
    screening.dismiss(lead=other, reason="explained", note="合同约定分期。", by=story.cast.lead)
    assert about_dahe.stack
    return {
        "run": run.code,
        "trial": job.code,
        "lead": about_dahe.code,
        "dismissed": other.code,
        "stack": about_dahe.stack.code,
        "explanation": _explained(other, story).code,
        "link": _linked(story).code,
    }


def _works(story: Story) -> None:
    """Publish that the village needs a ditch, for the file of its works and purchases."""
    given = disclosure.receive(
        unit=story.village,
        category="village-works-need",
        period="2024-03-08",
        file_name="立项.csv",
        content=NEED.encode(),
        by=story.clerk,
    )
    batch = hand_on(batch=batch_of(given), by=story.clerk)
    disclosure.publish(batch=batch, by=story.reviewer)


def _linked(story: Story) -> Link:
    """Return the link of two names that a person gave, confirmed."""
    cast, by = story.cast, story.cast.lead
    left, right = "河东路桥施工队", "河東路橋施工隊"
    link = samedeciding.name_pair(unit=cast.county, by=by, left=left, right=right)
    return samedeciding.confirm(link=link, ground="营业执照上是同一家。", by=by)


def _explained(like: Lead, story: Story) -> Explanation:
    """Return the explanation of a lead like another that was dismissed as explained."""
    lead = Lead.objects.get(pk=like.pk)
    lead.pk, lead.code, lead.key = None, new_code(), "e" * 32
    lead.save(force_insert=True)
    until = timezone.localdate() + timedelta(200)
    given = Given(words="合同约定按月付款。", source="县财政局", until=until)
    given = replace(given, file_name="合同.pdf", content=b"%PDF-1.4 contract")
    return explaining.remember(lead=lead, given=given, by=story.cast.lead)


def _items(cast: Cast) -> dict[str, str]:
    """Return the codes of an item in hand, a closed one, one that all can follow, and a paper."""
    item = ledger_story.assigned(cast, found_amount=490000, drive="micro-corruption")
    paper = ledger_story.paper(cast, item)
    closed: Item = ledger_story.closed(cast, drive="micro-corruption")
    followed = ledger_story.opened(cast, public=True)
    news = {"due": {"count": 1, "items": [[item.pk, 3]]}}
    shown, draft = (
        ledger_story.paper(
            cast, followed, by=cast.lead, file_name="a.txt", content=b"before, after"
        )
        for _each in range(2)
    )
    copy = ledger.publish_copy(evidence=shown, looked=True, by=cast.lead, at=at_hour(2))
    asked = Reply.objects.create(  # as the clock asks at night
        item=item, about="late", unit=cast.town, number=3, asked_on=day(), until=day(7)
    )
    Digest.objects.create(user=cast.worker, day=day(), content=news)
    return {
        "item": item.code,
        "evidence": paper.code,
        "copy": copy.code,
        "drafted": draft.code,
        "asked_reply": asked.code,
        "closed": closed.code,
        "followed": followed.code,
        "noticed": ledger_story.objected(cast).code,
        "calendar": keys.make(by=cast.worker),
    }


def _meetings(cast: Cast) -> dict[str, str]:
    """Return the codes of a meeting with a proposal, and of a public one."""
    meeting = decisions.record_meeting(
        unit=cast.county, title="县委会议", held_on=TODAY, text=WORDS, by=cast.lead
    )
    proposed = decisions.propose(
        meeting=meeting, quotation="对路灯采购要限期核查", owner=cast.town, by=cast.lead
    )
    public = decisions.record_meeting(
        unit=cast.county, title="县政府会议", held_on=TODAY, text=WORDS, by=cast.lead
    )
    kept = decisions.propose(
        meeting=public,
        quotation="村级支出逐笔公开",
        owner=cast.town,
        by=cast.lead,
        due=day(30),
    )
    decisions.adopt(decision=kept, by=cast.lead)
    decisions.make_public(meeting=public, by=cast.lead)
    codes = {"meeting": meeting.code, "decision": proposed.code, "public_meeting": public.code}
    codes["source"] = intake.give(unit=cast.county, content=WORDS.encode(), by=cast.lead).code
    return codes | _passed_down(cast, public)


def _passed_down(cast: Cast, meeting: Meeting) -> dict[str, str]:
    """Return the codes of what the town received, of its way, and of what it said to it."""
    to = conveying.Whither([cast.town])
    kept = list(meeting.decisions.all())
    (sent,) = conveying.convey(meeting=meeting, decisions=kept, to=to, by=cast.lead)
    receipt = Receipt.objects.get(unit=cast.town)
    conveying.acknowledge(receipt=receipt, by=cast.worker)
    reply = conveying.not_ours(receipt=receipt, reason="本镇没有账。", by=cast.worker)
    return {"matter": sent.matter.code, "receipt": receipt.code, "reply": reply.code}


def _suggestions(story: Story) -> dict[str, str]:
    """Return the codes of a suggestion in hand, a published one, and one given under a post."""
    cast = story.cast
    waiting = voices_story.received(cast.town)
    shown = voices_story.answered(cast)
    voices.show(voice=shown, title=shown.title, text=shown.text, by=cast.worker, on=day(3))
    post = story.clerk.holdings.get().post
    given = voices.give(by=story.clerk, post=post, **voices_story.words(cast.bureau))
    return {"suggestion": waiting.code, "shown": shown.code, "given": given.code}


def _questions(codes: dict[str, str]) -> dict[str, str]:
    """Return the code of a question about a line; nobody in the village answers, the town does."""
    about = subjects.of_record(codes["record"])
    words = {"text": "这笔款为什么付了两次？", "may_show": True}
    asked = questions.ask(about=about, kind="question", **words)  # type: ignore[arg-type]
    questions.ask(about=about, kind="objection", **words)  # type: ignore[arg-type]
    return {"question": asked.question.code}


def _fairness(cast: Cast, codes: dict[str, str]) -> dict[str, str]:
    """Return the codes of a tolerance that was applied for, and of an announced recognition."""
    post = cast.worker.holdings.get().post
    examiner = person("examiner", "县督查", cast.county, Power.VERIFY, reach=Reach.BELOW)
    asked = fairness.begin(
        procedure="tolerance",
        item=Item.objects.get(code=codes["item"]),
        post=post,
        words="抢险时先施工后补手续。",
        grounds=dict.fromkeys(Ground.values, "有记录可查。"),
        by=cast.worker,
    )
    shown = fairness.begin(
        procedure="recognition",
        item=Item.objects.get(code=codes["closed"]),
        post=post,
        words="三天内追回全部多付款。",
        by=cast.lead,
    )
    fairness.examine(one=shown, note="回单齐全。", by=examiner)
    fairness.announce(one=shown, by=cast.lead)
    return {"asked": asked.code, "announced": shown.code}


def at(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Return the Chinese address of a page, whatever language the last request has left behind."""
    with translation.override("zh-hans"):
        return reverse(name, args=args, kwargs=kwargs)


def address(name: str, world: "World") -> str:
    """Return the address at which a page shows something of this world."""
    return at(name, **arguments(name, world.codes, world.cast))
