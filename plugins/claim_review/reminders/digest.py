"""The mail of a recipient and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from claim_review.reminders import words
from claim_review.reminders.items import INSTITUTION, Item, Recipient
from claim_review.settings import REPO_DIR, Settings

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "reminder"
_HOW_TO_APPEAL = (
    "请在申诉工作簿中逐条选择“认可”或“申诉”：认可的由医保办签认；申诉的写明理由，"
    "并附证明材料。提交时间以系统收到文件的时间为准；本邮件是提醒，不代替正式下发。"
)
# What says the last day already.
_SAID_BY = {"APPEAL": "DISPATCHED", "SUPPLEMENT": "SUPPLEMENT_ASKED"}
_ANSWERED_BY_APPEAL = {"DISPATCHED", "DUE_CHANGED", "APPEAL"}


@dataclass(frozen=True)
class Digest:
    """Subject, plain text and HTML of a mail."""

    subject: str
    text: str
    html: str


def write(
    recipient: Recipient,
    items: Sequence[Item],
    names: Mapping[str, str],
    settings: Settings,
    today: date,
) -> Digest:
    """Return the mail that tells a recipient the items; `names` are of institutions."""
    context = _context(recipient, items, names, settings, today)
    mail = Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Digest(
        subject=context["subject"],
        text=mail.get_template("digest.txt.j2").render(context),
        html=mail.get_template("digest.html.j2").render(context),
    )


def _context(
    recipient: Recipient,
    items: Sequence[Item],
    names: Mapping[str, str],
    settings: Settings,
    today: date,
) -> dict[str, Any]:
    is_institution = recipient.kind == INSTITUTION
    sections = _sections(items, {} if is_institution else names, today)
    titles = list(sections)
    more = "等" if len(titles) > 3 else ""
    day = f"{today.year}年{today.month}月{today.day}日"
    appeals = is_institution and any(i.kind in _ANSWERED_BY_APPEAL for i in items)
    is_confirmed = all(item.facts.get("is_confirmed", True) for item in items)
    return {
        "subject": f"医保智能审核提醒：{'、'.join(titles[:3])}{more}（{day}）",
        "greeting": names[recipient.recipient] if is_institution else "您好",
        "opening": f"截至{day}上午，有以下事项请办理或知悉。",
        "sections": [{"title": key, "lines": sections[key]} for key in titles],
        "how": _HOW_TO_APPEAL if appeals else "",
        "phone": settings.office_phone,
        "unconfirmed": "" if is_confirmed else "期限参数未经委托方确认。",
    }


def _sections(
    items: Sequence[Item], names: Mapping[str, str], today: date
) -> dict[str, list[str]]:
    """Return lines by title; where names are given, they say whose matter it is."""
    said = {(item.kind, item.object_id) for item in items}
    order = list(words.TITLES)
    sections: dict[str, list[str]] = {}
    for item in sorted(items, key=lambda each: order.index(each.kind)):
        if (_SAID_BY.get(item.kind), item.object_id) in said:
            continue
        told = words.lines(item, today)
        if item.fixmedins_code in names:
            told = [f"{names[item.fixmedins_code]}：{told[0]}", *told[1:]]
        sections.setdefault(words.title(item), []).extend(told)
    return sections
