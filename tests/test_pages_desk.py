"""The desk: every form of the loop, sent as a person sends it, and every refusal as a sentence."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sunledger.decisions.models import Decision, Entry, Meeting, Source
from sunledger.disclosure.models import Batch, Correction, Record, Upload
from sunledger.jobs import actions as jobs
from sunledger.ledger import actions as ledger
from sunledger.ledger.models import About, Evidence, Item, Move, State
from sunledger.ledger.steps import ACTS, MOVES
from sunledger.screening.models import Lead, Run
from sunledger.web.pages.desk_item_forms import FORMS
from tests import ledger_story
from tests.beginning import begins_with
from tests.pages_sheets import SHEET
from tests.pages_world import World, at, make_world

pytestmark = begins_with(make_world)


@pytest.fixture
def world(begun: World) -> World:
    return begun


def send(client: Client, path: str, **fields: Any) -> str:
    """Fill in a form as its page gives it, send it, and return what the next page says.

    A form that was taken answers with a redirect, so that going back sends nothing twice.
    """
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, _hidden(page.content.decode()) | fields)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    assert answer.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def act(client: Client, path: str, **fields: Any) -> str:
    """Press a button of a page with many forms; return what the next page says."""
    answer = client.post(path, fields)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    assert answer.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def _hidden(page: str) -> dict[str, str]:
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    pairs = [re.findall(r'(?:name|value)="([^"]*)"', tag) for tag in tags]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def sheet(name: str, amount: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, SHEET.format(amount=amount).encode())


def hand_in(world: World, period: str, amount: str) -> Upload:
    """Hand a sheet in through the page, and let the worker read it."""
    fields = {"unit": world.cast.village.code, "category": "village-payments", "period": period}
    client = world.client("clerk")
    send(client, at("desk_upload"), **fields, file=sheet("八月.csv", amount))
    upload = Upload.objects.latest("pk")
    assert upload.job
    jobs.run_here(upload.job)
    upload.refresh_from_db()
    return upload


def test_a_sheet_goes_from_the_clerk_over_the_reviewer_to_the_public(world: World) -> None:
    clerk, reviewer, anyone = world.client("clerk"), world.client("reviewer"), Client()
    upload = hand_in(world, "2024-08", "4,900.00".replace(",", ""))
    assert "报表已读取" in clerk.get(at("desk_upload_one", upload.code)).content.decode()
    batch = upload.batch
    assert batch
    assert "4,900.00" in clerk.get(at("desk_batch", batch.code)).content.decode()
    assert anyone.get(at("sheet", batch.code)).status_code == 404

    assert "已提交审核" in send(clerk, at("desk_batch_do", batch.code, "submit"))
    said = send(reviewer, at("desk_batch_do", batch.code, "send_back"), reason="请写明用途。")
    assert "已退回" in said
    assert "请写明用途。" in clerk.get(at("desk_batch", batch.code)).content.decode()
    send(clerk, at("desk_batch_do", batch.code, "submit"))
    assert "人人可见" in send(reviewer, at("desk_batch_do", batch.code, "publish"))
    assert "4,900.00" in anyone.get(at("sheet", batch.code)).content.decode()


def test_a_sheet_with_mistakes_is_answered_with_line_and_column(world: World) -> None:
    upload = hand_in(world, "2024-09", "about 30")
    page = world.client("clerk").get(at("desk_upload_one", upload.code)).content.decode()
    assert "第 2 行, 金额" in page
    assert "“about 30”不是金额" in page
    assert "desk/upload/?unit=" in page


def test_nothing_to_report_needs_no_file(world: World) -> None:
    clerk = world.client("clerk")
    fields = {"unit": world.cast.village.code, "category": "village-payments"}
    said = send(clerk, at("desk_upload"), **fields, period="2024-10")
    assert "请选择文件，或勾选本期没有内容" in said
    said = send(clerk, at("desk_upload"), **fields, period="2024-10", nothing="on")
    assert "该单位报告本期没有内容" in said
    said = send(clerk, at("desk_upload"), **fields, period="march", nothing="on")
    assert "“march”不是月份" in said


def test_the_same_file_is_refused_with_the_place_of_the_first(world: World) -> None:
    hand_in(world, "2024-08", "77.00")
    fields = {"unit": world.cast.village.code, "category": "village-payments"}
    said = send(
        world.client("clerk"),
        at("desk_upload"),
        **fields,
        period="2024-08",
        file=sheet("再次.csv", "77.00"),
    )
    assert "同一个文件已于" in said


def test_a_unit_out_of_reach_cannot_be_chosen(world: World) -> None:
    fields = {"unit": world.cast.hamlet.code, "category": "village-payments", "period": "2024-08"}
    clerk = world.client("clerk")
    answer = clerk.post(at("desk_upload"), fields | {"file": sheet("x.csv", "1.00")})
    assert answer.status_code == 200
    assert not Upload.objects.filter(unit=world.cast.hamlet, file_name="x.csv").exists()


def test_who_entered_a_sheet_is_told_that_another_has_to_publish_it(world: World) -> None:
    batch = Batch.objects.get(code=world.codes["waiting"])
    post = world.story.clerk.holdings.get().post
    post.powers = ["enter", "review"]
    post.save()
    clerk = world.client("clerk")
    assert "须由另一人公开" in clerk.get(at("desk_batch", batch.code)).content.decode()
    assert clerk.get(at("desk_batch_do", batch.code, "publish")).status_code == 404
    assert clerk.post(at("desk_batch_do", batch.code, "publish")).status_code == 404


def test_a_correction_is_asked_for_by_one_and_decided_by_another(world: World) -> None:
    record = Record.objects.filter(batch__code=world.codes["batch"]).order_by("number")[1]
    clerk, reviewer = world.client("clerk"), world.client("reviewer")
    path = at("desk_correction_ask", record.code)
    said = send(clerk, path, field_name="amount", new="about 30", reason="录错")
    assert "“about 30”不是金额" in said
    send(clerk, path, field_name="amount", new="88.00", reason="录错")
    asked = Correction.objects.latest("pk")
    said = send(reviewer, at("desk_correction", asked.code), do="correct", reason="")
    assert "已审定" in said
    page = Client().get(at("record", record.code)).content.decode()
    assert "<ins>88.00 元</ins>" in page
    assert "<del>2.00 元</del>" in page


def test_a_refused_correction_needs_a_reason(world: World) -> None:
    reviewer = world.client("reviewer")
    path = at("desk_correction", world.codes["correction"])
    assert "请写明理由" in send(reviewer, path, do="refuse", reason="")
    assert "已审定" in send(reviewer, path, do="refuse", reason="凭证无误。")


def test_the_loop_from_a_lead_to_its_public_result(world: World) -> None:
    """Taken up, answered, sent back, proven, money back, run again, verified, closed."""
    officer, worker, checker = (world.client(role) for role in ("officer", "worker", "checker"))
    cast, due = world.cast, (timezone.localdate() + timedelta(9)).isoformat()
    lead = Lead.objects.get(code=world.codes["lead"])
    assert "河东路桥施工队" in officer.get(at("desk_lead", lead.code)).content.decode()
    send(
        officer,
        at("desk_lead_take_up", lead.code),
        doer=cast.town.name,
        checker=cast.county.code,
        due=due,
        drive="micro-corruption",
        found_amount="4900",
        needs=["document", "receipt"],
    )
    item = Item.objects.get(source=f"lead:{lead.code}")
    move = {one: at("desk_item_move", item.code, one) for one in Move.values}
    assert "等您办理" in worker.get(at("desk")).content.decode()
    send(worker, move["answer"], note="确系重复支付。")
    assert "已完成：退回" in send(checker, move["send_back"], reason="请附回单。")
    for kind in ("document", "receipt"):
        paper = SimpleUploadedFile(f"{kind}.pdf", b"%PDF-1.7 demo")
        send(worker, move["attach"], kind=kind, title=kind, file=paper)
    receipt = Evidence.objects.get(item=item, kind="receipt")
    money = {"amount": "4,900.00元", "payer": "河东路桥施工队", "paid_to": "大河村"}
    today = timezone.localdate().isoformat()
    send(worker, move["recover"], **money, on=today, receipt=receipt.code)
    send(worker, move["answer"], note="已全额退回，附回单。")
    send(checker, move["verify"], note="已向银行核实。")
    ledger_story.heard(Item.objects.get(pk=item.pk), cast.lead)
    said = send(officer, move["close"], outcome="put_right", result="已全额退回村集体账户。")
    assert "已完成：办结" in said
    page = Client().get(at("item", item.code)).content.decode()
    assert "已全额退回村集体账户。" in page
    assert "4,900.00 元" in page
    assert "微腐败" in Client().get(at("drive", "micro-corruption")).content.decode()


def test_a_move_that_somebody_else_made_meanwhile_is_said(world: World) -> None:
    item = Item.objects.get(code=world.codes["item"])
    worker = world.client("worker")
    path = at("desk_item_move", item.code, "answer")
    seen = _hidden(worker.get(path).content.decode())
    ledger.answer(item=item, note="先答复了。", by=world.cast.second_worker)
    ledger.send_back(item=item, reason="不全。", by=world.cast.checker)
    answer = worker.post(path, seen | {"note": "我的答复。"}).content.decode()
    assert "请看过之后再操作" in answer
    assert "我的答复。" in answer  # what was written is not lost


def test_what_cannot_be_done_now_says_why(world: World) -> None:
    page = world.client("worker").get(at("desk_item", world.codes["item"])).content.decode()
    assert "我现在不能做什么" in page
    assert "您不能进行此操作" in page
    assert "缺少佐证材料" not in page  # this item needs none


def test_a_choice_that_is_not_made_yet_says_so_in_words(world: World) -> None:
    path = at("desk_item_move", world.codes["item"], "charge")
    chinese = world.client("officer").get(path).content.decode()
    english = world.client("officer").get(f"/en{path}").content.decode()
    assert '<option value="" selected>请选择</option>' in chinese
    assert '<option value="" selected>choose…</option>' in english


def test_every_move_of_the_table_has_a_form() -> None:
    """But opening, which has an item yet to make, and replying, which has a page of its own."""
    assert set(FORMS) == {move for _state, move in MOVES | ACTS} - {Move.OPEN, Move.REPLY}


# Whoever is named is asked before this is said in public; only then is there a form.
AFTER_A_REPLY = {Move.EXPOSE: About.SHAM, Move.GIVE_UP: About.NOT_DONE}
NOTHING_TO_WRITE = {Move.SHOW, Move.SIGN, Move.START, Move.ACCEPT, Move.CHECK, Move.NOTIFY}


@pytest.mark.parametrize("move", [one for one in FORMS if one not in NOTHING_TO_WRITE])
def test_every_form_of_an_item_refuses_to_be_empty(world: World, move: Move) -> None:
    who, make = ledger_story.STANDS.get(move, ("lead", ledger_story.assigned))
    item, client = make(world.cast), Client()
    if about := AFTER_A_REPLY.get(move):
        item = ledger_story.heard(item, world.cast.lead, about=about)
    client.force_login(getattr(world.cast, who))
    said = send(client, at("desk_item_move", item.code, move.value), turn=item.turn)
    assert "有内容需要修改" in said
    assert Item.objects.get(pk=item.pk).turn == item.turn


def test_evidence_is_saved_and_never_shown_by_the_browser(world: World) -> None:
    answer = world.client("worker").get(at("desk_evidence", world.codes["evidence"]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == b"%PDF-1.7 slip"


def test_a_lead_is_dismissed_with_a_reason_and_can_be_put_back(world: World) -> None:
    officer, code = world.client("officer"), world.codes["lead"]
    path = at("desk_lead_dismiss", code)
    assert "有内容需要修改" in send(officer, path, reason="explained")
    send(officer, path, reason="explained", note="合同约定分期支付。")
    assert Lead.objects.get(code=code).state == "dismissed"
    send(officer, at("desk_lead_put_back", code))
    assert Lead.objects.get(code=code).state == "open"


def test_the_screens_are_run_from_a_page(world: World) -> None:
    officer = world.client("officer")
    fields = {"unit": world.cast.town.code, "asked": ["duplicate_payments"]}
    send(officer, at("desk_lead_run_new"), **fields)
    run = Run.objects.latest("pk")
    assert run.unit == world.cast.town
    assert run.job
    assert 'hx-trigger="every 1s"' in officer.get(at("desk_lead_run", run.code)).content.decode()
    jobs.run_here(run.job)
    page = officer.get(at("desk_lead_run", run.code)).content.decode()
    assert "hx-trigger" not in page
    assert "重复付款" in page


def test_looking_again_tells_what_the_screen_finds(world: World) -> None:
    officer, code = world.client("officer"), world.codes["lead"]
    answer = officer.post(at("desk_lead_look_again", code))
    assert answer.status_code == 302
    assert "复筛仍有异常" in officer.get(answer["Location"]).content.decode()


def test_a_meeting_becomes_items_and_then_public(world: World) -> None:
    officer, county = world.client("officer"), world.cast.county.code
    words = "3月1日，县委常委会召开会议。会议强调，柳河镇要在六月底前完成清理。"
    send(officer, at("desk_meeting_new"), unit=county, text=words)
    source = Source.objects.latest("pk")
    fields = {"m0-what": "own", "m0-unit": county, "m0-title": "专题会"}
    read = at("desk_meeting_read", source.code)
    assert "没有年份" in send(officer, read, **fields)
    send(officer, read, **fields, **{"m0-held_on": "2024-03-01"})
    meeting = Meeting.objects.latest("pk")
    entry = Entry.objects.get(meeting=meeting)
    path, asked = at("desk_meeting", meeting.code), {"entry": entry.code, "turn": "1"}
    assert "核对" in act(officer, path, **asked, do="accept")
    due = (timezone.localdate() + timedelta(30)).isoformat()
    given = {"owner": world.cast.town.name, "due": due}
    assert "已确认" in act(officer, path, **asked, **given, do="accept")
    assert "还有 1 项" in send(officer, at("desk_meeting_show", meeting.code))
    act(officer, path, do="adopt", checker=world.cast.bureau.code)
    decision = Decision.objects.latest("pk")
    assert Item.objects.get(source=f"decision:{decision.code}").state == State.ASSIGNED
    assert "该会议已公开" in send(officer, at("desk_meeting_show", meeting.code))
    shown = Client().get(at("meeting", meeting.code)).content.decode()
    assert re.search(r"<mark[^>]*>柳河镇要在六月底前完成清理</mark>", shown)


def test_a_unit_may_be_written_as_code_or_name_and_is_told_apart(world: World) -> None:
    officer = world.client("officer")
    path = at("desk_item_new")
    words = {"title": "核查", "problem": "问题。", "currency": "CNY"}
    assert "没有名为“无此村”的单位" in send(officer, path, **words, unit="无此村")
    assert "请填写其中一个代码" in send(officer, path, **words, unit="河村")
    send(officer, path, **words, unit="大河村", found_amount="1.2万")
    assert Item.objects.latest("pk").found_amount == 1200000


def test_a_job_is_stopped_and_taken_up_by_whoever_asked_for_it(world: World) -> None:
    fields = {"unit": world.cast.town.code}
    officer = world.client("officer")
    send(officer, at("desk_lead_run_new"), **fields)
    job = Run.objects.latest("pk").job
    assert job
    path = at("desk_job", job.code)
    assert "已停止" in send(officer, path, do="stop")
    assert "该任务已经结束" in send(officer, path, do="stop")
    assert "等待中" in send(officer, path, do="take_up")


def test_a_post_that_was_left_closes_its_pages_at_once(world: World) -> None:
    worker = world.client("worker")
    path = at("desk_item", world.codes["item"])
    assert worker.get(path).status_code == 200
    holding = world.cast.worker.holdings.get()
    holding.until = timezone.localdate()
    holding.save()
    assert worker.get(path).status_code == 404
