"""The slides of a pack as .pptx, 16:9, for the bureau to change as it likes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide
from pptx.util import Inches

from claim_review.reports.document import Column
from claim_review.reports.training import columns, handout
from claim_review.reports.training.columns import is_hidden
from claim_review.reports.training.deck import Deck
from claim_review.reports.training.pack import Pack
from claim_review.reports.training.quiz import LETTERS
from claim_review.reports.training.slide_parts import (
    BRICK,
    GREY,
    LEFT,
    NAVY,
    ROOM,
    WIDTH,
    add_table,
    bar,
    text_box,
    write,
)
from claim_review.reports.word_fonts import FACES, FontSet

QUESTIONS_A_SLIDE = 2
MOST_DUE = 5


def render(pack: Pack, fonts: FontSet = "gbt9704") -> bytes:
    """Return the slides; the same pack gives the same parts of the file."""
    deck = Deck(pack, FACES[fonts])
    for part in (
        _cover,
        _scale,
        _rules,
        _cards,
        _appeals,
        _uploads,
        _reminders,
        _deadlines,
        _quiz,
        _key,
    ):
        part(deck)
    properties = deck.presentation.core_properties
    properties.title = pack["title"]
    properties.author = properties.last_modified_by = ""
    # PowerPoint's times are of UTC and say no zone.
    made_at = datetime.fromisoformat(pack["cut_off_at"]).astimezone(UTC)
    made_at = made_at.replace(tzinfo=None)
    properties.created = properties.modified = made_at
    buffer = io.BytesIO()
    deck.presentation.save(buffer)
    return buffer.getvalue()


def _cover(deck: Deck) -> None:
    pack, faces = deck.pack, deck.faces
    slide = deck.add_plain()
    bar(slide, Inches(0), Inches(0), WIDTH, Inches(0.3), NAVY)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (
        LEFT,
        Inches(2.1),
        ROOM,
        Inches(1.6),
    )
    title.text_frame.margin_left = 0
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    write(paragraph, pack["title_lines"][0], faces.heading, 40, NAVY)
    bar(slide, LEFT, Inches(3.75), Inches(2), Inches(0.08), BRICK)
    told = [
        ("", f"{pack['county']}　{pack['quarter_name']}"),
        ("", f"统计期间{pack['period']}；数据截止{pack['cut_off']}"),
        ("", "不列机构名称，例子均已隐去个人信息"),
    ]
    text_box(slide, (0.5, 4.0, 12, 2), told, faces, 22)


def _scale(deck: Deck) -> None:
    slide = deck.add(f"{deck.pack['county']}审核情况")
    for number, (name, value) in enumerate(deck.pack["scale"]):
        # Three in a row.
        left, top = 0.6 + 4.1 * (number % 3), 1.7 + 2.4 * (number // 3)
        bar(slide, Inches(left), Inches(top), Inches(3.8), Inches(0.06), NAVY)
        box = slide.shapes.add_textbox(
            Inches(left), Inches(top + 0.15), Inches(3.8), Inches(1.7)
        )
        frame = box.text_frame
        frame.word_wrap = True
        write(frame.paragraphs[0], name, deck.faces.body, 18, GREY)
        write(frame.add_paragraph(), value, deck.faces.heading, 40, NAVY)
    told = [
        ("", f"审核进度截止{deck.pack['told_at']}。疑点是筛查结果，不等同于违规认定。")
    ]
    text_box(slide, (0.5, 6.4, 12, 0.5), told, deck.faces, 14)


def _rules(deck: Deck) -> None:
    pack = deck.pack
    if not pack["by_count"]:
        slide = deck.add("疑点集中在哪些规则")
        deck.say(slide, handout.no_hits(pack))
        return
    for title, heads, rows in (
        ("拒付金额居前的规则", columns.BY_AMOUNT, pack["by_amount"]),
        ("疑点数量居前的规则", columns.BY_COUNT, pack["by_count"]),
    ):
        if rows:
            _add_counted(deck, deck.add(title), heads, rows)


def _add_counted(
    deck: Deck, slide: Slide, heads: Sequence[Column], rows: list[list[str]]
) -> None:
    """Add a table without columns that hide every figure, and what its cells mean."""
    kept, cells, left_out = columns.told(heads, rows)
    add_table(slide, kept, cells, deck.faces)
    shows_hidden = any(is_hidden(cell) for row in cells for cell in row)
    deck.note(slide, left_out + (handout.few(deck.pack) if shows_hidden else ""))


def _cards(deck: Deck) -> None:
    for card in deck.pack["cards"]:
        slide = deck.add(f"{card['rule_id']}　{card['name']}")
        told = [
            ("问题　", card["problem"]),
            ("例子　", card["example"]),
            ("应当怎样做　", card["remedy"]),
            ("申诉请带　", card["papers"]),
            ("依据　", card["basis"]),
        ]
        shown = [(label, text) for label, text in told if text]
        long = sum(len(text) for _, text in shown)
        size = 22 if long < 220 else 20 if long < 280 else 18 if long < 380 else 16
        kind = [("", card["kind"])]
        text_box(slide, (0.5, 1.3, 12.3, 0.4), kind, deck.faces, 14)
        text_box(slide, (0.5, 1.75, 12.3, 5.1), shown, deck.faces, size, gap=10)


def _appeals(deck: Deck) -> None:
    if deck.pack["overturned"]:
        slide = deck.add("申诉后改判最多的规则（全州）")
        _add_counted(deck, slide, columns.OVERTURNED, deck.pack["overturned"])
    slide = deck.add("怎样申诉")
    told = [_labelled(sentence) for sentence in deck.pack["advice"]]
    text_box(slide, (0.5, 1.5, 12.3, 5.2), told, deck.faces, 20, gap=10)


def _labelled(sentence: str) -> tuple[str, str]:
    label, _, text = sentence.partition("：")
    return f"{label}　", text


def _uploads(deck: Deck) -> None:
    slide = deck.add("数据上传常见差错")
    if deck.pack["uploads"]:
        _add_counted(deck, slide, columns.UPLOADS, deck.pack["uploads"])
    else:
        deck.say(slide, handout.no_errors(deck.pack))


def _reminders(deck: Deck) -> None:
    slide = deck.add("事前提醒的使用")
    rows, forced = deck.pack["reminders"], deck.pack["forced"]
    if not rows:
        deck.say(slide, handout.no_reminders(deck.pack))
        return
    add_table(slide, columns.REMINDERS, rows, deck.faces, size=14)
    if forced:
        slide = deck.add("强制继续居前的提醒")
        _add_counted(deck, slide, columns.FORCED, forced)


def _deadlines(deck: Deck) -> None:
    slide = deck.add("近期期限")
    terms, rows = deck.pack["terms"], deck.pack["due"]
    add_table(slide, columns.TERMS, terms, deck.faces)
    below = 1.45 + 0.42 * (len(terms) + 1) + 0.25
    if rows:
        add_table(slide, columns.DUE, rows[:MOST_DUE], deck.faces, below)
        below += 0.42 * (len(rows[:MOST_DUE]) + 1) + 0.15
    told = [("", sentence) for sentence in deck.pack["months"]]
    if not rows:
        told = [("", handout.nothing_due(deck.pack)), *told]
    text_box(slide, (0.5, below, 12.3, 1), told, deck.faces, 16, gap=2)


def _quiz(deck: Deck) -> None:
    asked = list(enumerate(deck.pack["quiz"], start=1))
    for first in range(0, len(asked), QUESTIONS_A_SLIDE):
        some = asked[first : first + QUESTIONS_A_SLIDE]
        last = some[-1][0]
        numbers = f"{some[0][0]}" if len(some) == 1 else f"{some[0][0]}—{last}"
        slide = deck.add(f"测验（第{numbers}题）")
        for place, (number, question) in enumerate(some):
            told = [(f"{number}. ", question["question"])]
            pairs = zip(LETTERS, question["options"], strict=True)
            told += [(f"　{letter}. ", option) for letter, option in pairs]
            top = 1.35 + 2.8 * place
            text_box(slide, (0.5, top, 12.3, 2.7), told, deck.faces, 16, gap=3)


def _key(deck: Deck) -> None:
    if not deck.pack["quiz"]:
        return
    slide = deck.add("测验答案")
    told = [
        (f"{number}. {asked['answer']}　", asked["why"])
        for number, asked in enumerate(deck.pack["quiz"], start=1)
    ]
    text_box(slide, (0.5, 1.35, 12.3, 5.5), told, deck.faces, 14, gap=4)
