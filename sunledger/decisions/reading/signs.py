"""Signs of two widths: what people type in half width among Chinese words means the full sign."""

import re

_HALF, _FULL = ",;:!?()", "，；：！？（）"
_PAIRS = str.maketrans(_HALF, _FULL)
_AMONG = re.compile(r"(?<=[\u3400-\u9fff”》」）〉%])[,;:!?()]|[,;:!?()](?=[\u3400-\u9fff“《「（])")


def full_width(words: str) -> str:
    """Return words of the same length, with the signs beside Chinese words in full width."""
    return _AMONG.sub(lambda sign: sign[0].translate(_PAIRS), words)
