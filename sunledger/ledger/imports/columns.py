"""What the columns of a list are called, in Chinese and in English, and which row holds the names.

A new name for a column is one word more in this table.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from sunledger.core.rows import Cell, Row

# Field: the headings under which it stands. `first`, `second` and `third` are the levels of a list
# that has a column for each level; in others one column, `title`, holds all of them.
HEADINGS: Mapping[str, Sequence[str]] = {
    "number": ("序号", "编号", "任务编号", "项目编号", "no", "number", "item no", "id", "wbs"),
    "level": ("级别", "层级", "任务级别", "类型", "level", "tier", "outline level"),
    "first": (
        "突破", "突破任务", "新突破", "领域", "重点领域", "板块", "工作板块", "一级任务",
        "breakthrough", "area", "goal", "pillar", "workstream",
    ),
    "second": ("重点任务", "主要任务", "二级任务", "项目", "重点项目", "task group", "project"),
    "third": (
        "子任务", "三级任务", "具体举措", "举措", "工作举措", "细化任务", "分项任务",
        "sub-task", "subtask", "sub task", "action", "step",
    ),
    "title": (
        "任务", "任务名称", "工作任务", "事项", "事项名称", "名称", "标题", "问题名称", "项目名称",
        "task", "title", "name", "item", "task name", "summary",
    ),
    "problem": (
        "问题", "问题描述", "存在问题", "反映问题", "具体问题", "工作内容", "任务内容", "主要内容",
        "诉求", "诉求内容", "problem", "issue", "description", "details", "finding",
        "text of finding", "condition",
    ),
    "target": (
        "目标", "工作目标", "年度目标", "量化目标", "预期目标", "完成标准", "验收标准", "办结标准",
        "target", "measurable target", "objective", "deliverable", "measure of success",
    ),
    "measures": (
        "措施", "整改措施", "工作措施", "推进措施", "办理措施", "measures", "planned action",
        "corrective action", "corrective action plan", "action plan",
    ),
    "basis": ("依据", "政策依据", "文件依据", "来源", "basis", "authority", "award reference"),
    "unit": (
        "责任单位", "牵头单位", "主责单位", "承办单位", "办理单位", "整改单位", "责任部门",
        "牵头部门", "主办单位", "落实单位", "被反映单位", "owner", "lead unit", "responsible unit",
        "responsible", "lead agency", "department", "auditee", "assigned to", "agency",
    ),
    "co_units": (
        "配合单位", "协办单位", "参与单位", "配合部门", "协同单位", "co-units", "supporting units",
        "supporting agencies", "contributing units", "with",
    ),
    "checker": (
        "督办单位", "验收单位", "核查单位", "监督单位", "督查单位", "checker", "verifier",
        "supervising unit", "checked by",
    ),
    "starts": ("开始时间", "启动时间", "开始日期", "起始时间", "start", "start date", "begins"),
    "due": (
        "完成时限", "完成时间", "办结时限", "整改时限", "截止时间", "截止日期", "时限", "期限",
        "完成日期", "办理期限", "due", "due date", "deadline", "completion date", "finish",
        "end date", "by when", "target date", "implementation date",
    ),
    "milestones": (
        "里程碑", "节点", "时间节点", "阶段目标", "关键节点", "进度安排", "milestone",
        "milestones", "key dates",
    ),
    "after": (
        "前置任务", "前置", "依赖", "紧前任务", "前序任务", "depends on", "after", "predecessor",
        "predecessors", "dependencies",
    ),
    "theme": (
        "主题", "分类", "类别", "问题类别", "专题", "theme", "category", "topic", "type",
        "compliance requirement",
    ),
    "batch": ("批次", "批号", "batch", "batch number"),
    "group": ("报告", "报告编号", "审计报告", "report", "report number"),
    "reference": (
        "参考号", "问题编号", "线索编号", "审计问题编号", "台账编号", "reference",
        "reference number", "finding reference", "ref", "case number",
    ),
    "repeats": (
        "重复问题", "以前年度编号", "上年编号", "屡审屡犯", "prior references",
        "prior reference", "repeats", "repeat of", "prior year finding",
    ),
    "view": (
        "企业意见", "企业评价", "满意度", "企业是否满意", "群众评价", "反馈意见", "firm's view",
        "view of the firm", "satisfied", "feedback",
    ),
    "found": ("涉及金额", "金额", "问题金额", "amount", "amount found", "money"),
}  # fmt: skip

LEVELS = ("first", "second", "third")
# By one of these it is known what a line asks for.
SAYS_WHAT = {"title", "problem", "measures", *LEVELS}
LOOKED_AT = 40  # rows from the top among which the headings are looked for
_SIGNS = re.compile(r"[\s_\-–—/:：,，.。、()（）\[\]【】*#’']+")


def plain(heading: object) -> str:
    """Return a heading without what people add to it: width, case, blanks, signs, units."""
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    return _SIGNS.sub("", text)


_KNOWN = {plain(word): field for field, words in HEADINGS.items() for word in words}


def field_of(heading: object, mapping: Mapping[str, str] | None = None) -> str:
    """Return which field a heading names: as a person said, or as the table says; else nothing."""
    if heading in (None, ""):
        return ""
    text = plain(heading)
    chosen = {plain(word): field for word, field in (mapping or {}).items()}
    if text in chosen:
        return chosen[text]
    return _KNOWN.get(text) or _KNOWN.get(plain(re.sub(r"[(（【\[].*", "", str(heading))), "")


def fields_of(cells: Sequence[Cell], mapping: Mapping[str, str] | None = None) -> dict[int, str]:
    """Return the field of each column whose heading is known; the first of two alike counts."""
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        field = field_of(cell, mapping)
        if field and field not in found.values():
            found[column] = field
    return found


def heading_row(rows: Sequence[Row], mapping: Mapping[str, str] | None = None) -> int | None:
    """Return which of the first rows names the columns: the one with most names that are known."""
    scores = [_score(row.cells, mapping) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def _score(cells: Sequence[Cell], mapping: Mapping[str, str] | None) -> int:
    """Return how many columns a row names, or 0 where it cannot be the row of headings."""
    fields = set(fields_of(cells, mapping).values())
    return len(fields) if len(fields) > 1 and fields & (SAYS_WHAT | {"reference"}) else 0
