"""Codes of cards and lists in the words of those who read the book."""

import re
from decimal import Decimal

# In the order of the book. The gates come last: they accuse nobody.
CLASSES = {
    "policy": ("政策类", "医保目录、限定支付条件、价格和收费规定。"),
    "management": ("管理类", "住院管理、就诊信息、计费时间和身份。"),
    "medical": ("医疗类", "用药和诊疗与性别、年龄、病情是否相符。"),
    "outpatient": ("门诊和药店类", "门诊、慢特病和药店购药。"),
    "behaviour": ("行为分析类", "与同级同类机构比较，只作提示，不逐笔认定。"),
    "data_gate": (
        "数据门禁",
        "上传的数据本身有问题。不作违规认定，但会使其他疑点的结论降低。",
    ),
}
VERDICTS = {
    "hard": "明确违规",
    "suspect": "可疑",
    "alert": "提示",
    "gate": "数据门禁",
}
STATUSES = {"live": "正式", "shadow": "试运行", "trial": "试运行"}
# Rules that judge nobody, yet or any more, are not for readers.
UNPUBLISHED = {"draft", "retired"}
AMOUNT_METHODS = {
    "line_share": "按违规数量占该明细数量的比例计算。",
    "price_difference": "只计超出标准价格的差额。",
    "excess_amount": "只计超出标准的部分。",
    "whole_settlement": "计整笔结算。",
    "display": "只列出金额供核对，不据此扣减。",
    "none": "",
}
# What somebody has to do for an exemption; those that the system sees need no word.
HANDLED = {
    "sql": "",
    "hits_layer": "",
    "accepted": "（须事先经医保局认可）",
    "appeal": "（系统看不出，申诉时凭材料核实）",
}


# How the lists abbreviate what they rest on.
_SHORTHAND = (
    (r"R(\d+)((?:\(\d\))+)", lambda m: f"条例第{m[1]}条第{_items(m[2])}项"),
    (r"R(\d+)", r"条例第\1条"),
    (r"X(\d+)\((\w)\)", r"实施细则第\1条第（\2）项"),
    (r"X(\d+)", r"实施细则第\1条"),
    (r"PL#([\d–#]+)", lambda m: f"典型问题清单（医疗机构）{_plain_number(m)}"),
    (r"PH#([\d–#]+)", lambda m: f"典型问题清单（零售药店）{_plain_number(m)}"),
    (r"PL", "典型问题清单（医疗机构）"),
    (r"PH", "典型问题清单（零售药店）"),
    (r"CAT", "国家医保药品目录"),
    (r"PRC", "医疗服务价格项目规范"),
    (r"VBP", "集中带量采购政策"),
    (r"TREATMENT", "医保待遇政策"),
    (r"TCM_2015_29", "国中医药医政发〔2015〕29号"),
    (r"L", "知识库、规则库管理办法"),
)


class WordsError(ValueError):
    """A card, a list or an example lacks words that a reader needs."""


def word(words: dict[str, str], code: str, who: str) -> str:
    """Return the word for the code; raise WordsError naming `who` if there is none."""
    if code not in words:
        raise WordsError(f"{who}: {code!r} is none of {', '.join(words)}")
    return words[code]


def plain(text: str) -> str:
    """Return folded text as one line, without gaps where Chinese was folded."""
    text = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text.strip())
    return re.sub(r"(?<=[。；，：、）])\s+", "", " ".join(text.split()))


def chinese_title(description: str) -> str:
    """Return the Chinese title that opens a list's description."""
    return re.split("[。；]", plain(description))[0]


def measure(value: str, unit: str) -> str:
    """Return a threshold as read aloud: 15 天, 20%."""
    if unit == "比例":
        return f"{(Decimal(value) * 100).normalize():f}%"
    return f"{Decimal(value).normalize():f} {unit}"


def basis_words(basis: str) -> str:
    """Return what a row rests on without abbreviations."""
    for pattern, words in _SHORTHAND:
        basis = re.sub(rf"(?<![A-Za-z]){pattern}(?![A-Za-z_#\d])", words, basis)
    return basis


def _items(numbers: str) -> str:
    return "".join(
        f"（{'零一二三四五六七八九'[int(n)]}）" for n in re.findall(r"\d", numbers)
    )


def _plain_number(match: re.Match) -> str:
    return f"第{match[1].replace('#', '')}条"


def source_words(source: str) -> str:
    """Return where a row was read; a dagger in a list means: not yet confirmed."""
    words = source.replace("domain notes", "整理资料")
    return words.replace(" †", "†").replace("†", "（待核实）")


def period(first: str, last: str) -> str:
    """Return 2025-01-01 起 or both days; either may be empty."""
    if first and last:
        return f"{first} 至 {last}"
    if last:
        return f"至 {last}"
    return f"{first} 起" if first else ""


def several(values: list[str], most: int, counter: str, mark: str = "、") -> str:
    """Return the different values in their order, and how many there are if many."""
    different = list(dict.fromkeys(value for value in values if value))
    shown = mark.join(different[:most])
    more = f" 等 {len(different)} {counter}" if len(different) > most else ""
    return shown + more
