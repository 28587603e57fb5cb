"""What illness somebody has: the name of one beside what is said of a person alone.

The names of illnesses stand in many a public record: vaccines, lectures, the doctors' wards. So a
name alone says nothing; it counts where somebody has it, is treated for it, or the column says so.
"""

import re
from collections.abc import Iterator

from sunledger.core.privacy import words

_ILLNESS = (
    r"(?:(?:肺|肝|胃|肠|结肠|直肠|食管|食道|乳腺|宫颈|卵巢|前列腺|膀胱|甲状腺|胰腺|鼻咽|喉|脑|骨|肾|皮肤)癌|"
    r"癌症|癌|恶性肿瘤|肿瘤|脑瘤|白血病|淋巴瘤|尿毒症|肾衰竭|肾病|艾滋病?|HIV|梅毒|性病|乙肝|丙肝|肝硬化|肝炎|肺结核|"
    r"精神分裂症?|精神病|精神障碍|抑郁症|躁郁症|双相障碍|焦虑症|自闭症|智力障碍|老年痴呆|痴呆|癫痫|帕金森|"
    r"糖尿病|高血压|冠心病|心脏病|心梗|心肌梗死|脑梗死?|脑出血|脑卒中|中风|偏瘫|瘫痪|红斑狼疮|血友病|地中海贫血|"
    r"类风湿|强直性脊柱炎|股骨头坏死|尘肺病?|哮喘|肺心病|流产|不孕|不育)"
)
_LATIN = (
    r"(?:cancer|HIV|AIDS|leukaemia|leukemia|schizophrenia|bipolar disorder|depression|epilepsy|"
    r"diabetes|dementia|hepatitis|tuberculosis)"
)
_HAS_IT = re.compile(
    rf"(?:身患|罹患|[^\u3400-\u9fff]患|患有?|确诊为?|查出|检出|诊断[为是:：]?|得了|病故于|死于|因)\s?"
    rf"(?:[\u3400-\u9fff]{{0,4}}?)({_ILLNESS})"
    rf"|({_ILLNESS})\s?(?:晚期|早期|中期)?(?:住院|手术|化疗|放疗|透析|病故|去世|死亡|复查|复发|治疗|救助|医药费|医疗费|"
    rf"大病|病人|患者|家庭)"
)
_HAS_IT_LATIN = re.compile(
    rf"(?:diagnosed with|suffer(?:s|ing) from|died of|treated for)\s(?:\w+\s)?({_LATIN})"
    rf"|({_LATIN})\s(?:positive|patient)\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"{_ILLNESS}|\b{_LATIN}\b", re.IGNORECASE)
# For many, or of a service: no one's own illness.
_OF_MANY = re.compile(
    r"防治|预防|防控|宣传|疫苗|筛查|讲座|培训|药品|采购|耗材|试剂|专科|门诊部|医院|研究|协会|学会|基金会|中心|"
    r"世界|日活动|知识|义诊|普查|保险|随访|管理|服务|项目|工程|人数|人次|\d\s?[名人例户]|经费|补助资金|专项|慰问品|设备|"
    r"hospital|research|foundation|trust|charity|service|training|vaccine|support|society|awareness",
    re.IGNORECASE,
)


def illnesses(text: str, heading: str) -> Iterator[tuple[int, int]]:
    """Yield where somebody's illness is named."""
    if words.heads(words.OF_AN_ILLNESS, heading):
        yield from (match.span() for match in _ANY.finditer(text))
        return
    for pattern in (_HAS_IT, _HAS_IT_LATIN):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 12) : match.end() + 12]
            if not _OF_MANY.search(around):
                yield match.span(1 if match[1] else 2)
