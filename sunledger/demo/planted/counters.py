"""How an approval, a complaint, a rating and a publication stand in the records."""

from __future__ import annotations

from datetime import date, timedelta

from sunledger.demo.planted.offices import Office, working_after, working_days
from sunledger.demo.planted.world import LAST, World

MATTERS = {"施工许可": 15, "营业执照变更": 5, "不动产登记": 10, "食品经营许可": 12}
TOPICS = ("噪音扰民", "道路积水", "垃圾清运", "停车", "供水", "物业服务", "路灯")


def approve(
    world: World, office: Office, matter: str, applied: date, took: int, **columns: object
) -> str:
    """Handle a matter in so many days and return the row's code."""
    accepted = working_after(applied, world.random.randrange(3))
    done = working_after(accepted, took)
    told: dict[str, object] = {
        "clerk": f"窗口{world.random.randrange(1, 5)}",
        "accepted_on": accepted,
        "done_on": done if done <= LAST else None,
        "promised": MATTERS[matter],
        "stopped": 0,
        "returns": int(world.random.random() < 0.15),
        "refused": 0,
        "online": 1,
    }
    return world.add(
        "approvals", **office.who, matter=matter, applied_on=applied, **{**told, **columns}
    )


_SEEN = (
    "工作人员到现场看过",
    "经调取记录",
    "夜间派人蹲守后",
    "与小区负责人见面后",
    "经比对图纸",
    "走访了相邻三户",
    "联系施工单位后",
    "会同社区查看",
    "电话核实后",
    "查阅合同后",
    "雨停后复查",
    "查看监控后",
)
_FOUND = (
    "管道在转角处破裂",
    "排水口被落叶堵住",
    "清运车改了路线",
    "施工单位超时作业",
    "路灯线路老化",
    "车位画线已磨掉",
    "水泵电机烧坏",
    "物业未按约定值守",
    "垃圾桶少了两只",
    "围挡占了人行道",
    "邻户装修未报备",
    "阀门没有拧紧",
)
_DONE = (
    "当天换了新管",
    "已清理并加了格栅",
    "从下周起恢复早晚两次",
    "已责令夜间停工",
    "更换了电缆",
    "重新画线",
    "换上备用泵",
    "约谈并限期整改",
    "补齐了垃圾桶",
    "围挡后退一米",
    "双方已谈妥",
    "检修后恢复正常",
)
_THEN = (
    "居民表示认可。",
    "一周后回访正常。",
    "后续由网格员每周查看。",
    "费用由施工单位承担。",
    "已列入年度改造。",
    "材料已存档备查。",
)


def _reply(world: World, topic: str) -> str:
    """Return an answer with the facts of its case."""
    parts = (world.random.choice(one) for one in (_SEEN, _FOUND, _DONE, _THEN))
    return f"关于{topic}：{'，'.join(parts)}"


def complain(
    world: World, office: Office, on: date, matter: str, topic: str, **columns: object
) -> str:
    """Take a complaint and answer it; return the row's code."""
    closed = working_after(on, world.random.randrange(3, 14))
    reached = world.random.random() < 0.9
    told: dict[str, object] = {
        "place": f"{office.code}-{world.random.randrange(12)}",
        "closed_on": closed if closed <= LAST else None,
        "rating": world.random.choices(("satisfied", "none", "dissatisfied"), (70, 25, 2))[0],
        "reached": int(reached),
        "final": 0,
        "reply": _reply(world, topic),
        "policy": 0,
        "campaign": 0,
    }
    if told["rating"] == "dissatisfied":
        told["closed_on"] = None
    return world.add(
        "complaints",
        **office.who,
        matter=matter,
        topic=topic,
        received_on=on,
        **{**told, **columns},
    )


def publish(
    world: World, office: Office, category: str, due: date, late: int | None, **columns: object
) -> str:
    """Publish something so many days after it was due, or never (None); return the row's code."""
    lines = world.random.randrange(14, 40)
    published = due + timedelta(days=late) if late is not None else None
    told: dict[str, object] = {
        "title": {"finance": "财务收支", "support": "惠民补贴名单", "works": "工程项目"}[category],
        "period": f"{due.year}年{due.month}月",
        "published_on": published if published and published <= LAST else None,
        "exempt": 0,
        "nil": 0,
        "static": 0,
        "persons": 0,
        "pictures": 0,
        "content": f"{world.random.randrange(16**16):016x}",
    }
    if category == "finance":
        amounts = [columns[name] for name in ("opening", "received", "spent")]
        opening, received, spent = (int(str(one)) for one in amounts)
        told |= {
            "lines": lines,
            "movements": lines + world.random.randrange(3),
            "largest": spent * world.random.randrange(12, 38) // 100,
            "lump": spent * world.random.randrange(9) // 100,
            "total": spent,
            "closing": opening + received - spent,
            "bank": opening + received - spent,
        }
    return world.add(
        "publications", **office.who, category=category, due_on=due, **{**told, **columns}
    )


def some_working_day(world: World, first: date, last: date) -> date:
    """Return a working day from one day to another."""
    return world.random.choice(working_days(first, last))
