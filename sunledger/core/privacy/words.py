"""Words that say what a number beside them is."""

import re

_END = r"[\s:：#№.()（）\[\]=_-]{0,4}$"
# A number that such a word leads, with nothing between, is the number of a paper.
OF_A_PAPER = re.compile(
    r"(?:(?:订单|工单|运单|快递|物流|单据|流水|凭证|发票|票据|批次|序号|回单|条码|备案|案件|档案)"
    r"(?:号码|编号|字号|代码|号)?|(?:合同|项目|设备|资产|文件|协议)(?:号码|编号|代码|号)|"
    r"单号|票号|编号|编码|文号|案号|批号|税号|纳税人识别号|信用代码|机构代码|登记号|许可证号?|"
    r"\b(?:order|invoice|inv|voucher|ref|reference|transaction|trans|serial|batch|contract|receipt|"
    r"tracking|document|doc|po|vat|tax|id|factura|facture|fattura|fatura|rechnung|factuur)\W{0,3}(?:no|number|num|nr|id|code|ref)?|"
    r"(?:merch|merchant|vendor|supplier|account|customer)\W?(?:no|number|num|id|code|ref))" + _END,
    re.IGNORECASE,
)
OF_A_PERSON = re.compile(
    r"(?:身份证|公民身份|证件号|身份号|id\s?card|identity|national id|identification n)",
    re.IGNORECASE,
)
OF_A_CARD = re.compile(
    r"(?:卡号|银行卡|储蓄卡|信用卡|一卡通|社保卡|(?:银行|收款|付款|开户|个人|存折|存款)[账帐][号户]|"
    r"开户行.{0,16}[账帐]号|bank\s(?:account|a/c)|card\s(?:no|num|#))",
    re.IGNORECASE,
)
OF_A_TELEPHONE = re.compile(
    r"(?:手机|电话|联系|致电|拨打|短信|微信|mobile|phone|\btel\b|\bcell|whatsapp|\bwx|\bcall\b|\bsms\b|\bm:)",
    re.IGNORECASE,
)
OF_A_PASSPORT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|军官证|士兵证|警官证|居留证|居留许可|"
    r"passport|travel document|residence permit|证件号)",
    re.IGNORECASE,
)
OF_A_HOME = re.compile(
    r"(?:(?:家庭|户籍|户口|居住|现住|常住|本人|个人)(?:地址|住址|住所|所在地|地)|住址|家住|现住|门牌号?|住在|"
    r"home address|residential address|lives at)",
    re.IGNORECASE,
)
OF_A_HOME_TELEPHONE = re.compile(
    r"(?:宅电|(?:家庭|住宅|家里|家中|个人|本人)(?:固定)?(?:电话|座机|固话)|home (?:phone|tel))",
    re.IGNORECASE,
)
OF_AN_ILLNESS = re.compile(
    r"(?:病种|疾病|诊断|病情|患病|病史|健康(?:状况|情况)|diagnosis|illness|medical condition)",
    re.IGNORECASE,
)


def heads(pattern: re.Pattern[str], heading: str) -> bool:
    """Whether a heading, in one of the lines in which it is given, is such a word."""
    return any(pattern.search(line) for line in heading.splitlines())
