"""What each review found, kept beside the reviews after it."""

import psycopg


def keep(connection: psycopg.Connection, run_id: str) -> int:
    """Keep the hits and rules that the warehouse holds as this review's.

    Return how many hits; keeping those of the same review again replaces them.
    """
    query = "select review.keep_hits(%s)"
    return connection.execute(query, (run_id,)).fetchone()[0]
