"""Minutes of a panel (合议笔录): what they say, and the PDF that members sign."""

from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.moments import ZONE
from claim_review.panel.ballots import WORDS
from claim_review.reports import numbers
from claim_review.reports.fonts import Fonts
from claim_review.reports.pdf import render_pdf
from claim_review.statements.printed import TEMPLATE, TEMPLATE_DIR

GROUNDS = {
    "EMPLOYED": "任职于当事机构",
    "EMPLOYED_BEFORE": "两年内曾任职于当事机构",
    "COMMUNITY": "与当事机构同属一个医共体",
    "COMPETITOR": "任职于同城的其他机构",
    "ACTED": "曾审核本次疑点",
    "CHALLENGED": "当事机构申请回避",
    "DECLARED": "本人声明回避",
}
_BALLOTS = {"BLIND": "初次", "BINDING": "正式"}
_OUTCOMES = """
select
    disputed.hit_id,
    hits.rule_id,
    disputed.amount as disputed_amount,
    decided.vote,
    decided.amount,
    decided.fund_amount,
    decided.votes_for,
    decided.votes,
    (
        select string_agg(vote.member_id, '、' order by vote.member_id)
        from review.panel_vote as vote
        inner join review.sitting(disputed.session_id) as member
            on vote.member_id = member.member_id
        where
            vote.session_id = disputed.session_id
            and vote.hit_id = disputed.hit_id
            and vote.ballot = 'BINDING'
            and vote.vote <> decided.vote
    ) as dissent
from review.panel_case as disputed
inner join review.hit as hits on disputed.hit_id = hits.hit_id
cross join lateral review.panel_outcome(disputed.session_id, disputed.hit_id) as decided
where
    disputed.session_id = %s
    and review.awaits_panel(disputed.hit_id, disputed.opened_seq)
order by disputed.hit_id
"""
_GONE = """
select disputed.hit_id, review.state_of(disputed.hit_id) as state
from review.panel_case as disputed
where
    disputed.session_id = %s
    and not review.awaits_panel(disputed.hit_id, disputed.opened_seq)
order by disputed.hit_id
"""
_VOTES = """
select vote.hit_id, vote.ballot, vote.member_id, vote.vote, vote.amount, vote.comment
from review.panel_vote as vote
inner join review.sitting(%(session)s) as member on vote.member_id = member.member_id
where vote.session_id = %(session)s
order by vote.hit_id, vote.ballot desc, vote.member_id
"""
_MEMBERS = """
select member_id, specialty, is_senior_clinician, is_of_specialty, is_policy
from review.sitting(%s)
order by member_id
"""
_RECUSALS = """
select expert_id, ground, comment
from review.panel_recusal
where session_id = %s
order by expert_id
"""
_SESSION = """
select session_id, specialty, seed, expert_list, convened_by, convened_at, planned_on
from review.panel_session
where session_id = %s
"""


def content_of(
    connection: psycopg.Connection, session_id: str, as_of: datetime
) -> dict[str, Any]:
    """Return what the minutes say: texts and numbers that JSON keeps to the cent."""

    def rows(query: str, values: Any = (session_id,)) -> list[dict[str, Any]]:
        with connection.cursor(row_factory=dict_row) as cursor:
            return [_plain(row) for row in cursor.execute(query, values).fetchall()]

    return {
        "session": rows(_SESSION)[0] | {"ended_at": _moment(as_of)},
        "outcomes": rows(_OUTCOMES),
        "votes": rows(_VOTES, {"session": session_id}),
        "members": rows(_MEMBERS),
        "recusals": rows(_RECUSALS),
        "gone": rows(_GONE),
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    def cell(value: Any) -> Any:
        if isinstance(value, datetime):
            return _moment(value)
        return value if isinstance(value, (bool, int, str, type(None))) else str(value)

    return {name: cell(value) for name, value in row.items()}


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


def minutes_pdf(content: dict[str, Any], sha256: str, fonts: Fonts) -> bytes:
    """Return the PDF of minutes; the same arguments give the same bytes.

    Raises MissingGlyphsError and TypesettingError as `render_pdf` does.
    """
    session = content["session"]
    context = {
        "title": "合议笔录",
        "footer": session["session_id"],
        "facts": [list(fact) for fact in _facts(session, sha256)],
        "tables": [
            _table("合议意见", _OUTCOME_COLUMNS, map(_outcome, content["outcomes"])),
            _table("成员", _MEMBER_COLUMNS, map(_member, content["members"])),
            _table("回避", _RECUSAL_COLUMNS, map(_recusal, content["recusals"])),
            _table("表决", _VOTE_COLUMNS, map(_vote, content["votes"])),
            _table("未作意见", _GONE_COLUMNS, map(_gone, content["gone"])),
        ],
        "signatures": [f"成员{each['member_id']}" for each in content["members"]]
        + ["秘书"],
    }
    day = date.fromisoformat(session["ended_at"][:10])
    return render_pdf(context, TEMPLATE_DIR, {}, fonts, day, TEMPLATE)


_OUTCOME_COLUMNS = (
    *(("疑点编号", 34), ("规则", 10), ("涉及金额（元）", 16), ("合议意见", 12)),
    *(("认定金额（元）", 16), ("认定基金（元）", 16), ("赞成/票数", 12)),
    ("异议成员", 24),
)
_VOTE_COLUMNS = (
    *(("疑点编号", 34), ("表决", 8), ("成员", 14), ("意见", 12)),
    *(("金额（元）", 16), ("理由", 60)),
)
_MEMBER_COLUMNS = (
    *(("成员", 16), ("专业", 20), ("副高及以上临床", 16), ("争议专业", 12)),
    ("医保政策", 12),
)
_RECUSAL_COLUMNS = (("专家", 16), ("事由", 30), ("说明", 50))
_GONE_COLUMNS = (("疑点编号", 34), ("现在状态", 12))


def _table(title: str, columns: tuple, rows: Any) -> dict[str, Any]:
    return {
        "title": title,
        "columns": [name for name, _ in columns],
        "widths": [width for _, width in columns],
        "alignments": ["right" if "元" in name else "left" for name, _ in columns],
        "rows": list(rows),
    }


def _facts(session: dict[str, Any], sha256: str) -> tuple[tuple[str, str], ...]:
    planned_on = session["planned_on"]
    return (
        ("合议编号", session["session_id"]),
        ("方式", f"会议合议（{planned_on}）" if planned_on else "书面合议"),
        ("争议专业", session["specialty"]),
        ("召集", f"{session['convened_by']}　{session['convened_at']}"),
        ("抽取", f"种子 {session['seed']}，专家名册第 {session['expert_list']} 版"),
        ("形成笔录", session["ended_at"]),
        (
            "表决规则",
            "过半数为准，认定金额取多数意见所填金额的中位数；"
            "三种意见均未过半的，取全部金额的中位数（违规为全额，不违规为0）。",
        ),
        ("内容校验（SHA-256）", sha256),
        ("说明", "合议意见供经办机构终审参考；经办机构不采纳的，须书面说明理由。"),
    )


def _yuan(amount: str) -> str:
    return numbers.yuan(numbers.Decimal(amount))


def _outcome(row: dict[str, Any]) -> list[str]:
    return [
        *(row["hit_id"], row["rule_id"], _yuan(row["disputed_amount"])),
        *(WORDS[row["vote"]], _yuan(row["amount"]), _yuan(row["fund_amount"])),
        *(f"{row['votes_for']}/{row['votes']}", row["dissent"] or ""),
    ]


def _vote(row: dict[str, Any]) -> list[str]:
    return [
        *(row["hit_id"], _BALLOTS[row["ballot"]], row["member_id"]),
        *(WORDS[row["vote"]], _yuan(row["amount"]), row["comment"] or ""),
    ]


def _member(row: dict[str, Any]) -> list[str]:
    flags = (row["is_senior_clinician"], row["is_of_specialty"], row["is_policy"])
    return [row["member_id"], row["specialty"], *("是" if f else "" for f in flags)]


def _recusal(row: dict[str, Any]) -> list[str]:
    return [row["expert_id"], GROUNDS[row["ground"]], row["comment"] or ""]


def _gone(row: dict[str, Any]) -> list[str]:
    return [row["hit_id"], row["state"]]
