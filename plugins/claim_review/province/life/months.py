"""The agency's month: cases are listed for refusal, statements are published."""

from datetime import date, datetime

import psycopg

from claim_review.province.life import story
from claim_review.settings import Settings
from claim_review.statements.closing import close_month
from claim_review.statements.drafts import publish


def close(
    connection: psycopg.Connection, settings: Settings, today: date, as_of: datetime
) -> list[str]:
    """List and draft the month that is due today, publish the one that is; tell it."""
    told = []
    if month := story.MONTHS.get(today):
        closed = close_month(connection, settings, month, as_of)
        listed = closed.listed
        told.append(
            f"{month} 列单 listed {listed.cases} ({listed.refused_amount} 元), "
            f"拒付单 statements {len(closed.drafts)}"
        )
    if month := story.PUBLISHING.get(today):
        numbers = connection.execute(
            """
            select distinct on (fixmedins_code) statement_number
            from review.statement
            where statement_month = %s
            order by fixmedins_code, draft desc
            """,
            (month,),
        ).fetchall()
        for (number,) in numbers:
            publish(connection, number, "agency-a", as_of)
        told.append(f"{month} 公布 published {len(numbers)}")
    return told
