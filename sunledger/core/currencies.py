"""The currencies of the world: how many decimals each has, and by which signs it is written."""

# ISO 4217. Almost every currency has a hundred parts; the others stand by number of decimals.
_OTHERS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_HUNDRED = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR
    PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
    TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG
"""
MINOR: dict[str, int] = dict.fromkeys(_HUNDRED.split(), 2) | {
    code: decimals for decimals, codes in _OTHERS.items() for code in codes.split()
}

# Signs and words beside the code itself, in small letters. One sign may serve several currencies:
# which of them is meant is for the sheet's category to say, never for the sign.
_WORDS = """
    CNY ¥ 元 圆 圓 块 塊 rmb 人民币 人民幣 yuan cn¥
    JPY ¥ 円 圓 日元 日圆 yen
    HKD $ hk$ 港元 港币 港幣
    MOP $ mop$ 澳门元
    TWD $ nt$ 元 圓 新台币 新臺幣
    SGD $ s$ 新元
    KRW ₩ 원 won
    USD $ us$ 美元 dollar dollars
    CAD $ ca$ c$ can$ dollar dollars
    AUD $ a$ au$ dollar dollars
    NZD $ nz$ dollar dollars
    EUR € euro euros 欧元 eur.
    GBP £ pound pounds 英镑
    CHF fr. sfr. fr franken francs
    INR ₹ rs rs. rupee rupees
    PKR ₨ rs rs. rupee rupees
    LKR ₨ rs rs. රු rupee rupees
    NPR ₨ रू rs rs. rupee rupees
    BDT ৳ tk tk. taka
    RUB ₽ руб руб. р.
    UAH ₴ грн грн.
    KZT ₸ тг тг.
    MNT ₮ төг
    TRY ₺ tl
    PLN zł
    CZK kč
    HUF ft
    RON lei leu
    BGN лв лв.
    SEK kr kr.
    NOK kr kr.
    DKK kr kr.
    ISK kr kr.
    BRL r$ reais
    MXN $ mx$ pesos
    ARS $ ar$ pesos
    CLP $ pesos
    COP $ pesos
    UYU $ $u pesos
    PEN s/ s/. soles
    PYG ₲ gs gs.
    BOB bs bs.
    CRC ₡
    PHP ₱ pesos
    IDR rp rp.
    MYR rm
    THB ฿ บาท baht
    VND ₫ đ đồng vnđ
    LAK ₭
    KHR ៛
    NGN ₦
    GHS ₵ gh₵
    KES ksh kshs ksh.
    TZS tsh tshs
    UGX ush
    ZAR r rand
    XOF cfa fcfa
    XAF cfa fcfa
    ILS ₪
    AED dh dhs د.إ
    SAR ر.س
    EGP e£ ج.م
    GEL ₾
    AMD ֏
    AZN ₼
"""
WORDS: dict[str, frozenset[str]] = {code: frozenset([code.lower()]) for code in MINOR} | {
    code: frozenset([code.lower(), *words])
    for code, *words in (line.split() for line in _WORDS.strip().splitlines())
}
ALL_WORDS: frozenset[str] = frozenset().union(*WORDS.values())
