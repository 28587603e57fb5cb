"""A three-year plan of the made-up province as the sheet in which it is sent: ten breakthroughs."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import xlsxwriter

from sunledger.demo.province import Place, Province

TITLE = "明川省三年行动“十大新突破”任务清单"
HEAD = (
    "序号", "任务名称", "工作内容", "量化目标", "责任单位", "配合单位",
    "开始时间", "完成时限", "前置任务",
)  # fmt: skip
YEARS = 3
TASKS = 14  # of each breakthrough: 140 in all
WITH_TWO = 65  # tasks with two sub-tasks; the other 75 have one: 205 in all
EVERY = 72  # days from the start of one task of a breakthrough to the next

# Each breakthrough with what it is about: two tasks for each.
TEN = (
    ("特色产业强链", "粮油加工 果品分级 冷链仓储 农机维修 编织工坊 种苗基地 电商驿站"),
    ("乡村道路畅通", "出村路 田间路 危旧小桥 校车线路 公交站亭 标志标线 路灯照明"),
    ("清洁用水到户", "水源井 供水管网 水质检测 水费公示 蓄水池 维修队伍 节水器具"),
    ("校园食堂放心", "食材采购 菜价公示 后厨改造 陪餐记录 家长开放日 餐具消毒 仓储管理"),
    ("医养服务就近", "村卫生室 助餐点 康复器具 家庭医生 急救药箱 日间照料 慢病随访"),
    ("企业办事省心", "一窗受理 证照联办 欠款清理 承诺兑现 水电接入 政策直达 投诉回访"),
    ("集体资产清楚", "资产台账 合同清理 租金收缴 资源发包 债务核对 票据管理 收益分配"),
    ("人居环境整洁", "垃圾转运 旱厕改造 河塘清淤 村庄绿化 污水收集 废弃农膜 空闲院落"),
    ("基层减负增效", "报表清单 会议精简 证明事项 挂牌清理 考核归并 数据共享 值守轮换"),
    ("阳光公开到底", "村务公开 校务公开 企务公开 公开目录 公开日历 答疑回应 公开培训"),
)
FIRST, SECOND = "摸清{}底数并建立台账", "完成{}改造提升并投入使用"
PARTS = ("逐处核查{}并登记造册", "完成{}现场整改并经使用者确认")


@dataclass(frozen=True)
class PlanLine:
    """One line of the plan."""

    number: str
    title: str
    content: str
    target: str
    unit: Place
    starts: date
    due: date
    co_unit: str = ""
    after: str = ""


def lines(province: Province, start: date) -> list[PlanLine]:
    """Return the plan: ten breakthroughs, 140 tasks, 205 sub-tasks, wholes before their parts."""
    random = Random(f"{province.seed} plan")  # noqa: S311 - a seed is the point
    cities = province.of("city")
    found: list[PlanLine] = []
    for number, (title, things) in enumerate(TEN, start=1):
        city = cities[number % len(cities)]
        found.append(_breakthrough(number, title, city, start))
        for place in range(TASKS):
            found += _task(province, random, (number, place), things.split(), city, start)
    return found


def _breakthrough(number: int, title: str, city: Place, start: date) -> PlanLine:
    """Return a line of the first level: a city's, for all three years."""
    end = date(start.year + YEARS, start.month, min(start.day, 28))
    content = f"三年内实现{title}：任务逐项落到县、镇、村，一项一项核实销号。"
    return PlanLine(str(number), title, content, f"{TASKS}项任务全部销号", city, start, end)


def _task(
    province: Province,
    random: Random,
    where: tuple[int, int],
    things: Sequence[str],
    city: Place,
    start: date,
) -> Iterator[PlanLine]:
    """Yield a task of a county, and its sub-tasks in the towns, villages and bodies below."""
    number, place = where
    thing = things[place // 2]
    counties = [one for one in province.under(city.code) if one.kind == "county"]
    county = counties[(number + place) % len(counties)]
    since = start + timedelta(days=place * EVERY + random.randrange(0, 12))
    until = since + timedelta(days=random.randrange(70, 170))
    code = f"{number}.{place + 1}"
    title = (FIRST if place % 2 == 0 else SECOND).format(thing)
    after = f"{number}.{place}" if place % 2 else ""
    count = random.randrange(6, 40)
    yield PlanLine(
        code, title, f"{county.name}组织实施，按月公布进度。", f"涉及{count}处，全部完成",
        county, since, until, _office(province, county), after,
    )  # fmt: skip
    doers = [one for one in _below(province, county) if one.kind != "office"]
    two = ((number - 1) * TASKS + place) < WITH_TWO
    middle = since + (until - since) // 2
    yield PlanLine(
        f"{code}.1", PARTS[0].format(thing), f"{thing}逐处到现场，一处一档。", f"{count}处全部登记",
        random.choice(doers), since, middle if two else until,
    )  # fmt: skip
    if two:
        yield PlanLine(
            f"{code}.2", PARTS[1].format(thing), f"{thing}整改后请使用者当面确认。",
            f"{count}处全部确认", random.choice(doers), middle + timedelta(days=1), until,
            after=f"{code}.1",
        )  # fmt: skip


def _office(province: Province, county: Place) -> str:
    """Return the enterprise of a county, which contributes."""
    return next(one.name for one in province.under(county.code) if one.kind == "enterprise")


def _below(province: Province, county: Place) -> list[Place]:
    """Return the bodies of a county: towns, villages, school, enterprise."""
    direct = province.under(county.code)
    return [*direct, *(below for one in direct for below in province.under(one.code))]


def plan_sheet(province: Province, start: date) -> tuple[str, bytes]:
    """Return the plan as a workbook, with a title above and a remark below."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("任务清单")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        page.merge_range(0, 0, 0, len(HEAD) - 1, TITLE)
        page.write_row(1, 0, HEAD)
        row = 1
        for row, line in enumerate(lines(province, start), start=2):
            words = (line.number, line.title, line.content, line.target, line.unit.name)
            for column, text in enumerate((*words, line.co_unit)):
                page.write_string(row, column, text)
            page.write_datetime(row, 6, line.starts, day)
            page.write_datetime(row, 7, line.due, day)
            page.write_string(row, 8, line.after)
        page.write_string(row + 1, 0, "合计")
    return f"{TITLE}.xlsx", held.getvalue()
