"""Words that say what a number beside them is."""

import re

# A number that such a word leads is the number of a paper, whatever it looks like.
OF_A_PAPER = re.compile(
    r"(?:订单|工单|运单|快递|物流|单号|单据|流水|凭证|编号|编码|发票|票号|票据|合同|文号|项目|案号|批次|批号|序号|"
    r"回单|税号|纳税人|信用代码|机构代码|登记号|许可证|备案|条码|设备|"
    r"order|invoice|voucher|ref\b|reference|transaction|trans\b|serial|batch|contract|receipt|"
    r"tracking|document|doc\b|\bpo\b|\bvat\b|\btax\b|\bid\b(?! card))"
    r"[^0-9A-Za-z]{0,3}(?:号码?|编号|代码|id\b|no\b|number|num\b|code)?[^0-9A-Za-z]*$",
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
    r"passport|travel document|residence permit)",
    re.IGNORECASE,
)
