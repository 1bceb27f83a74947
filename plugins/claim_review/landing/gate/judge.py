"""Run the suites with Great Expectations and return plain results."""

import os
from typing import Any

import sqlalchemy

from claim_review.landing.gate.prepare import SUBJECTS
from claim_review.landing.gate.result import CheckResult
from claim_review.landing.staging import StagedTable, batch_key

# Read when the package is imported; nothing may be sent from where claims lie.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.core import (
    ExpectationSuite,
    ExpectationValidationResult,
)
from great_expectations.core.batch import Batch

from claim_review.landing.gate.suites import suites

_EXAMPLES = 5


def judge(
    libpq_url: str, batch_id: str, kind: str, staged: list[StagedTable]
) -> list[CheckResult]:
    """Return the result of every check on the prepared check tables of a batch."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    address = sqlalchemy.make_url(libpq_url).set(drivername="postgresql+psycopg")
    address = address.update_query_dict({"options": "-csearch_path=raw"})
    source = context.data_sources.add_postgres(
        "warehouse", connection_string=address.render_as_string(hide_password=False)
    )
    results = []
    for subject, expectations in suites(staged, kind).items():
        asset = source.add_table_asset(
            subject, table_name=f"check_{subject}__{batch_key(batch_id)}"
        )
        batch = asset.add_batch_definition_whole_table(subject).get_batch()
        results += _validate(batch, subject, expectations)
    return results


def _validate(batch: Batch, subject: str, expectations: list) -> list[CheckResult]:
    suite = ExpectationSuite(name=subject, expectations=expectations)
    outcome = batch.validate(suite, result_format="BASIC")
    return [_result(SUBJECTS[subject], result) for result in outcome.results]


def _result(table_name: str, result: ExpectationValidationResult) -> CheckResult:
    """Return our form of one result; raise RuntimeError when the check broke."""
    config = result.expectation_config
    meta = config.meta
    broken = result.exception_info
    if broken and broken.get("raised_exception") is not False:
        raise RuntimeError(f"check {table_name}.{meta['check_id']} broke: {broken}")
    failed, total = _counts(result.result, meta.get("counts"))
    return CheckResult(
        table_name=table_name,
        check_id=f"{table_name}.{meta['check_id']}",
        description_zh=meta["description_zh"],
        severity=str(config.severity.value),
        passed=bool(result.success),
        failed_rows=failed,
        total_rows=total,
        details=_details(config.type, result.result, meta),
    )


def _counts(
    result: dict[str, Any], stated: tuple[int, int] | None
) -> tuple[int | None, int | None]:
    """Return failed rows and the rows that were judged (empty cells are not)."""
    if stated:
        return stated
    if "element_count" not in result:
        return None, None
    judged = result["element_count"] - result.get("missing_count", 0)
    return result["unexpected_count"], judged


def _details(kind: str, result: dict[str, Any], meta: dict[str, Any]) -> dict[str, Any]:
    examples = dict.fromkeys(map(str, result.get("partial_unexpected_list", [])))
    return {
        "expectation": kind,
        "at_most": meta["at_most"],
        "observed": result.get("observed_value"),
        "examples": [value for value in examples if value not in ("None", "False")][
            :_EXAMPLES
        ],
    }
