"""A shell takes in the settings of the running Airflow and nothing else."""

from claim_review.local.environment import lines


def test_only_our_settings_are_exported_with_their_quotes():
    pairs = ["HOME=/root", "CLAIM_REVIEW_NAME=it's", "AIRFLOW_HOME=/a b", ""]
    assert lines(pairs) == [
        "export AIRFLOW_HOME='/a b'",
        "export CLAIM_REVIEW_NAME='it'\"'\"'s'",
    ]
