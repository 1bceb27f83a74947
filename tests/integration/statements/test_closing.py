"""Who enters and who publishes at the same moment wait for each other."""

import threading

import psycopg
from tests.integration.cases.casework import Case, wait_for_lock
from tests.integration.statements.months import AFTER, confirmed, listed

from claim_review.statements.drafts import draft_month, publish

JULY = "2025-07"


def test_nothing_is_entered_while_its_month_is_being_published(statement_url):
    with psycopg.connect(statement_url) as connection:
        confirmed(connection, "A")
        listed(connection, JULY)
        [number] = draft_month(connection, JULY, AFTER[JULY])
        confirmed(connection, "B", bkkp_sn="L2")
    answers = []

    def refuse(connection: psycopg.Connection) -> None:
        try:
            Case(connection, "B").refuses("48.00", statement_month=JULY)
            answers.append("taken")
        except psycopg.Error as error:
            answers.append(str(error))

    with (
        psycopg.connect(statement_url) as first,
        psycopg.connect(statement_url) as second,
    ):
        publish(first, number, "agency-1", AFTER[JULY])
        waiting = threading.Thread(target=refuse, args=(second,))
        waiting.start()
        wait_for_lock(statement_url, second)
        first.commit()
        waiting.join()
    assert "CR-204" in answers[0]
