"""The handout: what the slides say, to take home; with quiz, key and sign-in sheet."""

from collections.abc import Sequence

from claim_review.reports.document import Column, Content, Document
from claim_review.reports.training import columns
from claim_review.reports.training.pack import Pack
from claim_review.reports.training.quiz import LETTERS

SIGN_IN_ROWS = 16
# An empty line and another one, so that a hand can write in the cell.
ROOM = "\n　"
FEW = (
    "“<{least}人”表示涉及不足{least}人，按规定不列具体数字；"
    "“未列”表示列出后可推算出上述数字。"
)

# Options that fit one line stand in one.
ONE_LINE = 32
ASKED = (
    "哪些规则讲得不清楚？",
    "哪些规则与本机构实际不符，依据是什么？",
    "申诉中遇到的困难",
    "希望下次培训的内容",
)


def build(pack: Pack) -> Content:
    """Return the handout of a pack, for the renderers of all reports.

    Figures of examples and of rules stand in no table; the workbook would list them.
    """
    document = Document()
    for chapter in (
        _scale,
        _rules,
        _cards,
        _appeals,
        _uploads,
        _reminders,
        _deadlines,
        _quiz,
    ):
        chapter(document, pack)
    _annexes(document, pack)
    head = ("title", "title_lines", "quarter", "period", "cut_off", "cut_off_at")
    return document.content(
        **{key: pack[key] for key in head},
        name=f"training-{pack['county']}",
        knowledge_release=pack["knowledge_release"],
        summary=[],
        headline=0,
    )


def _scale(document: Document, pack: Pack) -> None:
    document.chapter(f"{pack['county']}审核情况")
    document.text(
        f"本材料依据{pack['quarter_name']}医保结算数据编制，统计期间为{pack['period']}，"
        f"数据提取截止{pack['cut_off']}，审核进度截止{pack['told_at']}。"
        "材料不列机构名称，所举例子均已隐去个人信息。"
    )
    document.table("审核情况", columns.SCALE, pack["scale"])


def _rules(document: Document, pack: Pack) -> None:
    document.chapter("疑点集中在哪些规则")
    if not pack["by_count"]:
        document.text(no_hits(pack))
        return
    _counted(document, "拒付金额居前的规则", columns.BY_AMOUNT, pack["by_amount"])
    _counted(document, "疑点数量居前的规则", columns.BY_COUNT, pack["by_count"])
    document.note(document.cell("小单元格说明", few(pack)))


def _counted(
    document: Document, title: str, heads: Sequence[Column], rows: list[list[str]]
) -> None:
    """Add a table without columns that hide every figure, and say which those are."""
    kept, cells, left_out = columns.told(heads, rows)
    document.table(title, kept, cells)
    document.note(left_out)


def no_hits(pack: Pack) -> str:
    """Return that the county has no hits."""
    return f"本季度{pack['county']}没有疑点。"


def no_errors(pack: Pack) -> str:
    """Return that the county uploaded without errors."""
    return f"本季度{pack['county']}没有发现数据上传差错。"


def no_reminders(pack: Pack) -> str:
    """Return that nobody delivered how reminders are used."""
    return f"本季度没有收到{pack['county']}机构事前提醒的使用记录。"


def nothing_due(pack: Pack) -> str:
    """Return that no institution of the county has to answer."""
    return f"目前{pack['county']}机构没有待答复的疑点。"


def few(pack: Pack) -> str:
    """Return what <5人 means."""
    return FEW.format(least=pack["least"])


def _cards(document: Document, pack: Pack) -> None:
    if not pack["cards"]:
        return
    document.chapter("怎样做才对")
    for card in pack["cards"]:
        number = card["rule_id"]
        document.section(f"{number}　{card['name']}")
        parts = {
            "问题": card["problem"],
            "例子": card["example"],
            "应当怎样做": card["remedy"],
            "不算或从轻的情形": card["exemptions"],
            "申诉请带": card["papers"],
            "依据": card["basis"],
        }
        for name, text in parts.items():
            if text:
                said = document.cell(f"{number}{name}", text)
                document.text(f"{name}：{said.rstrip('。')}。")


def _appeals(document: Document, pack: Pack) -> None:
    document.chapter("怎样申诉")
    if pack["overturned"]:
        document.text(
            "全州申诉后改判最多的规则见下表，说明这些规则的疑点最需要核对后申诉。"
        )
        _counted(
            document,
            "申诉后改判最多的规则",
            columns.OVERTURNED,
            pack["overturned"],
        )
    else:
        document.text("本季度尚无申诉后改判的疑点。")
    for number, sentence in enumerate(pack["advice"], start=1):
        document.text(document.cell(f"申诉要点{number}", sentence))


def _uploads(document: Document, pack: Pack) -> None:
    document.chapter("数据上传常见差错")
    if not pack["uploads"]:
        document.text(no_errors(pack))
        return
    document.text("数据有差错的结算不作违规认定，但会影响判断，请按下表核对上传。")
    _counted(document, "数据上传差错", columns.UPLOADS, pack["uploads"])


def _reminders(document: Document, pack: Pack) -> None:
    document.chapter("事前提醒的使用")
    if not pack["reminders"]:
        document.text(no_reminders(pack))
        return
    document.table("事前提醒使用情况", columns.REMINDERS, pack["reminders"])
    if pack["forced"]:
        document.text("提醒后仍继续执行最多的规则见下表；继续执行的，应当写明理由。")
        _counted(document, "强制继续居前的提醒", columns.FORCED, pack["forced"])


def _deadlines(document: Document, pack: Pack) -> None:
    document.chapter("近期期限")
    document.table("各类答复的期限", columns.TERMS, pack["terms"])
    if pack["due"]:
        document.table("机构待办", columns.DUE, pack["due"])
    else:
        document.text(nothing_due(pack))
    for number, sentence in enumerate(pack["months"], start=1):
        document.text(document.cell(f"列单期限{number}", sentence))


def _quiz(document: Document, pack: Pack) -> None:
    document.chapter("测验")
    for number, asked in enumerate(pack["quiz"], start=1):
        document.text(document.cell(f"测验{number}", f"{number}. {asked['question']}"))
        pairs = zip(LETTERS, asked["options"], strict=True)
        options = [f"{letter}. {option}" for letter, option in pairs]
        if sum(len(option) for option in options) <= ONE_LINE:
            options = ["　".join(options)]
        for option in options:
            document.text(document.cell(f"测验{number}选项", option))


def _annexes(document: Document, pack: Pack) -> None:
    document.annex("附件1　测验答案")
    rows = [
        [str(number), asked["answer"], asked["why"]]
        for number, asked in enumerate(pack["quiz"], start=1)
    ]
    document.table("测验答案", columns.KEY, rows)
    document.annex("附件2　签到表")
    document.text("培训日期：　　　　年　　月　　日　　地点：")
    empty = [[str(n), ROOM, "", "", ""] for n in range(1, SIGN_IN_ROWS + 1)]
    document.table("签到表", columns.SIGN_IN, empty)
    document.annex("附件3　反馈表")
    document.table("培训反馈", columns.FEEDBACK, [[asked, ROOM * 2] for asked in ASKED])
