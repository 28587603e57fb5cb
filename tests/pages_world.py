"""A small site with one of everything, for the tests of the pages."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sunledger.core.codes import new_code
from sunledger.core.unpacked import Packed
from sunledger.decisions import actions as decisions
from sunledger.decisions import intake
from sunledger.decisions.conveying import actions as conveying
from sunledger.decisions.models import Meeting, Receipt
from sunledger.disclosure import actions as disclosure
from sunledger.disclosure.actions.bundle import give
from sunledger.disclosure.actions.exemption import Wish
from sunledger.disclosure.actions.typed import Opened
from sunledger.disclosure.blanks import code_of, print_blank
from sunledger.disclosure.models import Batch, Record, Upload
from sunledger.jobs import actions as jobs
from sunledger.jobs.models import Job
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
from tests.pages_programme import programmes

SHEET = "日期,凭证号,收款人,用途,金额\n2024-04-03,记-1,青泉商贸有限公司,水泥,{amount}\n"
TWICE = (
    "日期,凭证号,收款人,用途,金额\n2024-07-03,记-20240,河东路桥施工队,村道修补,4900\n"
    "2024-07-05,记-20241,青泉商贸有限公司,水泥,120.5\n"
    "2024-07-06,记-20240,河东路桥施工队,村道修补,4900\n"
)
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
    codes = _sheets(story) | _items(cast) | programmes(cast) | _meetings(cast) | _leads(story)
    codes |= _suggestions(story) | _fairness(cast, codes) | _owed(story) | _questions(codes)
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


def _sheets(story: Story) -> dict[str, str]:
    """Return the codes of a published sheet, a waiting one, a draft, a correction, an upload."""
    public = story.published()
    record = Record.objects.filter(batch=public).order_by("number")[0]
    made = _correction(record, "purpose", "村道维修", story)
    disclosure.correct(correction=made, by=story.reviewer)
    asked = _correction(record, "amount", "80.00", story)
    waiting = hand_on(batch=_read(story, "2024-04", "30.00"), by=story.clerk)
    refused = _receive(story, "2024-06", "about 30")
    draft = _read(story, "2024-05", "31.00")
    _work(refused.job)
    return {
        "batch": public.code,
        "record": record.code,
        "waiting": waiting.code,
        "draft": draft.code,
        "attached": _attached(draft, story),
        "correction": asked.code,
        "upload": refused.code,
        "bundle": _bundle(story),
        "blank": code_of(print_blank(story.village, "village-payments", "2024-09")),
        "job": refused.job.code if refused.job else "",
    }


def _bundle(story: Story) -> str:
    """Return the code of many files, one of which nobody can tell what it is."""
    sheet = SHEET.format(amount="32.00").encode()
    files = [Packed("2024-09 支出.csv", sheet), Packed("某表.csv", b"a,b\n1,2\n")]
    opened = Opened(new_code(), timezone.now())
    return give(files=files, opened=opened, by=story.clerk).code


def _attached(draft: Batch, story: Story) -> str:
    """Return the code of a file beside a draft."""
    given = {"title": "合同首页", "file_name": "a.txt", "content": "路面硬化".encode()}
    return disclosure.attach(batch=draft, by=story.clerk, **given).code  # type: ignore[arg-type]


def _receive(story: Story, period: str, amount: str) -> Upload:
    return disclosure.receive(
        unit=story.village,
        category="village-payments",
        period=period,
        file_name=f"{period}.csv",
        content=SHEET.format(amount=amount).encode(),
        by=story.clerk,
    )


def _read(story: Story, period: str, amount: str) -> Batch:
    """Return a draft, read from a sheet."""
    return _batch_of(_receive(story, period, amount))


def _batch_of(upload: Upload) -> Batch:
    """Return the draft that a sheet becomes."""
    _work(upload.job)
    upload.refresh_from_db()
    assert upload.batch, upload.problems
    return upload.batch


def _work(job: Job | None) -> None:
    """Do a waiting job, as the worker would."""
    assert job
    assert jobs.run_here(job).state == "done", job.error


def _correction(record: Record, field: str, new: str, story: Story) -> Any:
    return disclosure.ask_correction(
        record=record, field=field, new=new, reason="凭证写错", by=story.clerk
    )


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
        batch = hand_on(batch=_batch_of(given), by=clerk)
        disclosure.publish(batch=batch, by=story.reviewer)
    asked = ["duplicate_payments"]
    run = screening.start_run(unit=story.cast.county, asked=asked, by=story.cast.lead)
    _work(run.job)
    job = trying.start(
        screen=screening.screens()["duplicate_payments"],
        asked={"reference_length": 9},
        unit=story.cast.county,
        by=story.cast.lead,
    )
    _work(job)
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


def _owed(story: Story) -> dict[str, str]:
    """Return the codes of a pack that the town has adopted, and of an exemption asked for."""
    story.village.kind = "village"
    story.village.save()
    adoption = disclosure.adopt(
        unit=story.cast.town, pack="village", since=TODAY.replace(day=1), by=story.reviewer
    )
    until = timezone.localdate() + timedelta(days=30)
    wish = Wish("village-seal-log", "2024-04", "ongoing", "印章正在换发。", until=until)
    asked = disclosure.ask_exemption(unit=story.village, wish=wish, by=story.clerk)
    return {"adoption": adoption.code, "exemption": asked.code}


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


# What stands for the gaps in an address: which code of the world, or which fixed word.
def arguments(name: str, codes: dict[str, str], cast: Cast) -> dict[str, Any]:
    """Return what an address needs to lead to something of this world."""
    by_name: dict[str, dict[str, Any]] = {
        "unit": {"code": cast.village.code},
        "unit_calendar": {"code": cast.village.code},
        "unit_feed": {"code": cast.village.code},
        "unit_books": {"code": cast.village.code},
        "unit_contracting": {"code": cast.village.code},
        "category_feed": {"code": "village-payments"},
        "sheet_origin": {"code": codes["batch"]},
        "record_origin": {"code": codes["record"]},
        "not_published_in": {"code": cast.town.code},
        "not_published_csv": {"code": cast.town.code},
        "not_published_rows": {"code": cast.town.code, "key": "missing"},
        "desk_exemption": {"code": codes["exemption"]},
        "desk_adoption_end": {"code": codes["adoption"]},
        "desk_residents": {"code": cast.village.code},
        "desk_slips": {"code": cast.village.code},
        "own": {"code": cast.village.code},
        "unit_board_last": {"code": cast.village.code},
        "unit_board": {"code": cast.village.code, "word": "2024-03"},
        "short": {"code": codes["batch"][:12]},
        "type_size": {"size": "large"},
        "sheet_board": {"code": codes["batch"]},
        "sheet_aloud": {"code": codes["batch"]},
        "desk_exemption_ask": {
            "unit": cast.village.code,
            "category": "village-seal-log",
            "period": "2024-03",
        },
        "category": {"code": "village-payments"},
        "pack": {"code": "village"},
        "table": {"code": "village-payments"},
        "table_file": {"code": "village-payments", "name": "raw.csv"},
        "sheet_file": {"code": codes["batch"], "name": "lines.json"},
        "table_of": {"code": "village-payments", "unit": cast.town.code},
        "over_time": {"code": "village-payments", "unit": cast.village.code},
        "sheet_lines": {"code": codes["batch"]},
        "sheet": {"code": codes["batch"]},
        "sheet_csv": {"code": codes["batch"]},
        "sheet_spreadsheet": {"code": codes["batch"]},
        "sheet_json": {"code": codes["batch"]},
        "record": {"code": codes["record"]},
        "item": {"code": codes["closed"]},
        "item_object": {"code": codes["noticed"]},
        "drive": {"code": "micro-corruption"},
        "drive_rows": {"code": "micro-corruption", "key": "items"},
        "drive_batch": {"code": "business-environment", "batch": "first"},
        "drive_level": {"code": "micro-corruption", "kind": "county"},
        "programme": {"code": codes["programme"]},
        "programme_file": {"code": codes["programme"], "kind": "xlsx"},
        "desk_programme": {"code": codes["programme"]},
        "desk_programme_file": {"code": codes["programme"], "kind": "ics"},
        "desk_import": {"code": codes["import"]},
        "meeting": {"code": codes["public_meeting"]},
        "question_new": {"about": "record", "code": codes["record"]},
        "question_rows": {"key": "asked"},
        "question": {"code": codes["question"]},
        "desk_question": {"code": codes["question"]},
        "desk_question_move": {"code": codes["question"], "move": "answer"},
        "suggestion_rows": {"key": "received"},
        "suggestion": {"code": codes["shown"]},
        "desk_suggestion": {"code": codes["suggestion"]},
        "desk_suggestion_move": {"code": codes["suggestion"], "move": "acknowledge"},
        "desk_suggestion_given": {"code": codes["given"]},
        "screen": {"code": "duplicate_payments"},
        "quality_of": {"source": "village-payments"},
        "desk_quality_of": {"unit": "q-l-d", "source": "village-payments"},
        "screen_csv": {"code": "duplicate_payments"},
        "desk_screen": {"code": "duplicate_payments"},
        "desk_trial_new": {"code": "duplicate_payments"},
        "desk_trial": {"code": codes["trial"]},
        "seal_file": {"name": "root.txt"},
        "seal_entry": {"index": 0},
        "seal_proof": {"index": 0},
        "desk_job": {"code": codes["job"]},
        "desk_take_over": {"code": "post"},
        "desk_item": {"code": codes["item"]},
        "desk_item_move": {"code": codes["item"], "move": "attach"},
        "desk_evidence": {"code": codes["evidence"]},
        "evidence_copy": {"code": codes["copy"]},
        "desk_copy": {"code": codes["drafted"]},
        "desk_reply": {"code": codes["asked_reply"]},
        "desk_copy_file": {"code": codes["drafted"]},
        "wall_in": {"code": cast.county.code},
        "wall_rows": {"code": cast.county.code},
        "desk_wall_in": {"code": cast.town.code},
        "desk_wall_rows": {"code": cast.county.code},
        "fairness_one": {"code": codes["announced"]},
        "desk_fairness_new": {"code": codes["item"], "procedure": "tolerance"},
        "desk_fairness_one": {"code": codes["asked"]},
        "desk_fairness_do": {"code": codes["asked"], "act": "accept"},
        "calendar": {"key": codes["calendar"]},
        "desk_digest": {"day": day().isoformat()},
        "desk_unit": {"code": cast.town.code},
        "desk_overdue_in": {"code": cast.town.code},
        "desk_overdue_rows": {"code": cast.county.code},
        "desk_unit_calendar": {"code": cast.town.code},
        "desk_item_calendar": {"code": codes["item"]},
        "desk_upload_one": {"code": codes["upload"]},
        "desk_upload_mask": {"code": codes["upload"]},
        "desk_attachments": {"code": codes["draft"]},
        "attachment": {"code": codes["attached"]},
        "desk_bundle": {"code": codes["bundle"]},
        "desk_blank": {"code": codes["blank"]},
        "desk_entry_grid": {
            "unit": cast.village.code,
            "category": "village-payments",
            "period": "2024-09",
        },
        "unit_minutes": {"code": cast.village.code},
        "desk_batch": {"code": codes["waiting"]},
        "desk_batch_do": {"code": codes["waiting"], "do": "publish"},
        "desk_correction": {"code": codes["correction"]},
        "desk_correction_ask": {"code": codes["record"]},
        "desk_lead": {"code": codes["lead"]},
        "desk_lead_file": {"code": codes["lead"], "kind": "xlsx"},
        "desk_lead_take_up": {"code": codes["lead"]},
        "desk_lead_dismiss": {"code": codes["lead"]},
        "desk_lead_put_back": {"code": codes["dismissed"]},
        "desk_lead_look_again": {"code": codes["lead"]},
        "desk_lead_run": {"code": codes["run"]},
        "desk_lead_explain": {"code": codes["dismissed"]},
        "desk_stack": {"code": codes["stack"]},
        "desk_stack_take_up": {"code": codes["stack"]},
        "desk_stack_dismiss": {"code": codes["stack"]},
        "desk_link": {"code": codes["link"]},
        "desk_explanation": {"code": codes["explanation"]},
        "desk_explanation_paper": {"code": codes["explanation"]},
        "desk_meeting": {"code": codes["meeting"]},
        "desk_meeting_show": {"code": codes["meeting"]},
        "desk_meeting_read": {"code": codes["source"]},
        "desk_meeting_units": {"code": codes["meeting"]},
        "desk_decision_adopt": {"code": codes["decision"]},
        "desk_decision_reject": {"code": codes["decision"]},
        "conveying": {"code": codes["matter"]},
        "desk_convey": {"code": codes["public_meeting"]},
        "desk_conveys": {"code": codes["public_meeting"]},
        "desk_receipt": {"code": codes["receipt"]},
        "desk_receipt_do": {"code": codes["receipt"], "do": "words"},
        "desk_ruling": {"code": codes["reply"]},
        "desk_chain": {"code": codes["matter"]},
    }
    return by_name.get(name, {})
