"""A task or an exhortation, what it is about, and what it names."""

import re
from collections import Counter
from functools import cache

from sunledger.decisions.readout.rules import SHELF

_NAMES = re.compile(
    r"《[^》]{2,60}》|[“][^”]{2,24}[”]|[一-龥]{2,16}(?:平台|系统|台账|清单|专项行动|工程|计划|方案)"
)
_SLOGAN = re.compile(
    r"[“”]?(?:两个|三个|四个|五个|六个|八个|两|三)(?:维护|确立|意识|自信|务必|革命|代表|坚持)"
)
_CAPITAL = re.compile(
    r"\b(?:[A-Z][A-Za-z]+ (?:of |and |for |the )*){1,6}(?:Plan|System|Platform|Act"
    r"|Law|Programme|Program|Strategy|Register|Ledger|Portal|Guide|List|Fund|Policy"
    r"|Framework|Initiative|Agreement|Handbook|Playbook|Notice)\b"
)


@cache
def _chinese() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(SHELF.spelt_out("({zh_task})")),
        re.compile(SHELF.spelt_out("^(?:{zh_exhort}|{zh_soft})$")),
    )


@cache
def _english() -> tuple[re.Pattern[str], re.Pattern[str]]:
    start = r"(?i)(?:^|(?:\b(?:to|and|must|shall|should|will|not|or|also|then|be)|ly|,|;|:|\))\s+)"
    return (
        re.compile(start + SHELF.spelt_out("({en_task})(?:ed|d|s)?\\b")),
        re.compile(SHELF.spelt_out("(?i)^{en_exhort}$")),
    )


_ATTITUDE = re.compile(
    r"深入学习|深刻(?:领悟|认识|把握|理解|领会)|充分认识|责任感|使命感|紧迫性|重要性"
    r"|政治责任|意识|思想|觉悟|信念|大局|高质量发展|精神(?!病)|自觉|担当|初心"
    r"|(?i:awareness|spirit|conscious\w*|understand\w*|ideolog\w*|political|loyal\w*"
    r"|sense of|responsibilit\w*|atmosphere|attitude|set an example|bear in mind"
    r"|unswerving\w*|resolutely|new achievements|breakthroughs|abide by|do a good job"
    r"|attach(?:ing)? (?:great |high )?importance|important position|layer by layer"
    r"|take the lead in|stick to|good atmosphere|model of)"
)
_SOFT = re.compile(
    r"(?i)^(?:\w+ly|further|always|never|do not|use|take|give|work|show|draw|try"
    r"|build|form|start|create|cover|handle|control|get|look|move|run|think|make sure"
    r"|support|help|avoid|ensure|solve|protect|prevent|open|pass|join|let|lead|meet"
    r"|perfect|innovate|explore|transform|tackle|tighten|intensify|mobili[sz]e|expand"
    r"|increase|raise|achieve|supervise|deal|expand|solve|seek|improve|change|develop"
    r"|combine|report)$"
)
# What a meeting only lists, without any word of duty, is what is to be done.
_DUTY = re.compile("要|必须|应|须|务必")
# A tail that only says what all of it is good for.
_GOOD_FOR = re.compile(
    r"[，,](?:努力|全力|以[^，]{2,20})?为[^，。]*(?:提供|作出|做出|奠定|营造|贡献)[^，。]*$"
)
_NAMED = re.compile(
    r"“(?!(?:两个|三个|四个|五个|六个|八个)(?:维护|确立|意识|自信|务必|革命|代表|坚持))[^”]{2,12}”"
)


def kind_of(words: str, language: str, *, strict: bool, measured: bool) -> str:
    """Return task where an act is named that a third party could check, else exhortation."""
    if measured:
        return "task"
    verbs, soft = _chinese() if language == "zh" else _english()
    core = _GOOD_FOR.sub("", words)
    found = [match[1] for match in verbs.finditer(core)]
    hard = sum(not soft.match(verb) and not _SOFT.match(verb) for verb in found)
    soft_words = len(_ATTITUDE.findall(words))
    bare = language == "zh" and not _DUTY.search(words)
    if strict or bare:
        return "exhortation" if soft_words and not hard else "task"
    return "task" if hard + len(_NAMED.findall(core)) > soft_words else "exhortation"


def theme_of(words: str) -> str:
    """Return what the words are most about."""
    count: Counter[str] = Counter()
    for found in SHELF.subject("themes").all(words, 0, len(words)):
        count[found.rule.says] += 1
    return count.most_common(1)[0][0] if count else "other"


def named_in(words: str) -> tuple[str, ...]:
    """Return the plans, systems, laws and campaigns that the words name."""
    names = [match[0] for match in (*_NAMES.finditer(words), *_CAPITAL.finditer(words))]
    return tuple(dict.fromkeys(name.strip("《》“”") for name in names if not _SLOGAN.match(name)))
