"""The sentences for reviewers, the agency, county bureaus and the operator."""

from collections.abc import Callable
from datetime import date

from claim_review.reminders.items import Item
from claim_review.reminders.phrases import county, due, plain_day, until

_STATUSES = {
    "failed": "未送达",
    "uncertain": "是否送达不明",
    "cancelled": "已取消",
}
_ROLES = {
    "REVIEWER1": "初审员",
    "REVIEWER2": "复审员",
    "DISPATCHER": "下发员",
    "APPEAL_REVIEWER": "申诉评审员",
    "PANEL_SECRETARY": "合议秘书",
    "AGENCY": "经办机构",
    "AGENCY_LEADER": "经办机构负责人",
    "LEAD": "项目负责人",
    "COUNTY_BUREAU": "县医疗保障局",
}


def _stage(item: Item, facts: dict, today: date) -> list[str]:
    what = f"{facts['state_name']}（{county(facts['region'])}）{facts['cases']}件"
    if facts["remaining"] < 0:
        late = -facts["remaining"]
        return [f"{what}，已于{due(facts)}到期，逾期{late}个工作日。"]
    return [f"{what}，{until(facts, today)}。"]


def _panel(item: Item, facts: dict, today: date) -> list[str]:
    day = plain_day(facts["last_day"])
    when = f"请在{day}前书面表决" if facts["is_written"] else f"定于{day}开会"
    provisional = "（放假安排公布前暂定）" if facts["is_provisional"] else ""
    left = facts["remaining"]
    rest = f"，剩余{left}个工作日" if left else "，就在今日"
    told = [
        f"合议{item.object_id}：{facts['cases']}件，{when}{provisional}{rest}。"
        "材料只在系统内查阅。"
    ]
    if facts["unreachable"]:
        told.append(f"其中{facts['unreachable']}名成员没有邮箱，请秘书电话通知。")
    return told


def _calendar(item: Item, facts: dict, today: date) -> list[str]:
    return [
        f"{facts['year']}年的放假安排尚未录入，该年的期限均为暂定。"
        "国务院办公厅的通知公布后，请更新 include/process/state_holidays.csv 并发布。"
    ]


def _provisional_due(item: Item, facts: dict, today: date) -> list[str]:
    return [
        f"错误：{facts['cases']}件的期限取决于{item.object_id}年尚未公布的放假安排，"
        f"最早{plain_day(facts['first_due_day'])}到期，已不足10个工作日。"
        "公布前到期的不作逾期处理。"
    ]


def _mail(item: Item, facts: dict, today: date) -> list[str]:
    return [f"{item.object_id}：{_STATUSES[facts['status']]}，见电话名单。"]


def _nobody(item: Item, facts: dict, today: date) -> list[str]:
    role, region = item.object_id.split()
    return [f"{_ROLES[role]}（{county(region)}）没有可用邮箱，今日的提醒没有送出。"]


def _to_call(item: Item, facts: dict, today: date) -> list[str]:
    return ["没有90天内核实的邮箱，今日的提醒请电话告知，内容见电话名单。"]


SENTENCES: dict[str, Callable[[Item, dict, date], list[str]]] = {
    "STAGE": _stage,
    "PANEL": _panel,
    "CALENDAR": _calendar,
    "PROVISIONAL_DUE": _provisional_due,
    "MAIL": _mail,
    "NOBODY": _nobody,
    "TO_CALL": _to_call,
}
