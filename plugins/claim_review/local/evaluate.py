"""Precision and recall of every rule on the demo province: `make evaluate`."""

import argparse
import shutil
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from claim_review import landing
from claim_review.local import direct
from claim_review.local.postgres import Postgres
from claim_review.province import demo, evaluation, knowledge
from claim_review.settings import settings

QUARTERS = ["2025Q1", "2025Q2"]
COLUMNS = [
    *("规则", "名称", "植入", "命中", "召回率"),
    *("近似", "误命中", "其他命中", "精确率", "没有植入的原因"),
]


SIGNAL_GRAINS = ("institution", "department", "practitioner")
SIGNAL_COLUMNS = [
    "规则",
    "名称",
    "植入机构",
    "发现",
    "名次",
    "近似",
    "误提示",
    "其他提示",
    "没有植入的原因",
]


def evaluate(server: Postgres, folder: Path, seed: int, scale: float) -> str:
    """Review a demo province of its own; return two Markdown tables, all rules once.

    The first says how many planted violations each rule finds, the second at which
    rank each signal rule puts the planted institutions.
    """
    shutil.rmtree(folder, ignore_errors=True)
    print(f"demo province, seed {seed}, scale {scale}", flush=True)
    demo.write_province(folder / "landing", folder / "truth", seed, scale, QUARTERS)
    url = direct.fresh_database(server, "evaluate")
    now = datetime.now(UTC)
    for quarter in QUARTERS:
        landing.load_quarter_or_fail(
            url, folder / "landing", folder / "quality", quarter, now
        )
        print(f"{quarter} landed", flush=True)
    with psycopg.connect(url) as connection:
        knowledge.release(connection, folder / "lists", now)
    for quarter in QUARTERS:
        direct.review(url, f"evaluate-{quarter}", quarter, now)
        print(f"{quarter} reviewed", flush=True)
    with psycopg.connect(url, row_factory=dict_row) as connection:
        hits = connection.execute("select * from marts.fct_rule_hits").fetchall()
        signals = connection.execute(
            "select * from marts.fct_institution_signals"
        ).fetchall()
        rules = connection.execute(
            "select rule_id, rule_name, grain, lists from marts.dim_rule"
        ).fetchall()
        reasons = not_judged(connection)
    truth = evaluation.read_truth(folder / "truth")
    names = {rule["rule_id"]: rule["rule_name"] for rule in rules}
    of_signals = {rule["rule_id"] for rule in rules if rule["grain"] in SIGNAL_GRAINS}
    found = {evaluation.key_of(hit) for hit in hits}
    scores = evaluation.score(names.keys() - of_signals, found, truth)
    ranked = evaluation.score_signals(of_signals, signals, truth)
    planted = {row["rule_id"] for row in truth}
    why = {
        rule["rule_id"]: why_not_planted(rule, reasons)
        for rule in rules
        if rule["rule_id"] not in planted
    }
    return table(names, scores, why) + "\n\n" + signal_table(names, ranked, why)


def not_judged(connection: psycopg.Connection) -> dict[str, str]:
    """Return why rules that judged nothing could not, the commonest reason first."""
    rows = connection.execute(
        """
        select rule_id, string_agg(label, '、' order by settlements desc) as label
        from (
            select rule_id, label, sum(settlements) as settlements
            from marts.fct_screening_gap
            where rule_id not in (
                select rule_id from marts.fct_screening_coverage
                where settlements_screened > 0
            )
            group by rule_id, label
        ) as gaps
        group by rule_id
        """
    ).fetchall()
    return {row["rule_id"]: row["label"] for row in rows}


def why_not_planted(rule: dict, reasons: dict[str, str]) -> str:
    """Return in a line why the demo has no case of the rule.

    Raises KeyError for a rule that judges the demo and whose reason nobody wrote down.
    """
    if rule["rule_id"] not in reasons:
        return evaluation.NOT_IN_THE_DEMO[rule["rule_id"]]
    empty = [name for name in rule["lists"] if not knowledge.rows(name)]
    return reasons[rule["rule_id"]] + (f"：{'、'.join(empty)}" if empty else "")


def table(
    names: dict[str, str], scores: list[evaluation.RuleScore], why: dict[str, str]
) -> str:
    """Return the scores as a Markdown table; a dash where there is no base.

    `why` says of rules without cases why they have none.
    """

    def share(value: float | None) -> str:
        return "—" if value is None else f"{value:.3f}"

    rows = [
        f"{score.rule_id} | {names[score.rule_id]} | {score.planted} | {score.found} "
        f"| {share(score.recall)} | {score.near_misses} | {score.false_hits} "
        # What else the data gates find is the province's own noise, not a mistake.
        f"| {score.other_hits} "
        f"| {share(None if score.rule_id.startswith('D') else score.precision)} "
        f"| {why.get(score.rule_id, '')}"
        for score in sorted(scores, key=lambda score: score.rule_id)
    ]
    return _markdown(COLUMNS, rows)


def signal_table(
    names: dict[str, str], scores: list[evaluation.SignalScore], why: dict[str, str]
) -> str:
    """Return the scores of signal rules as a Markdown table, as `table` does."""
    rows = [
        f"{score.rule_id} | {names[score.rule_id]} | {score.planted} "
        f"| {len(score.ranks)} | {'、'.join(map(str, score.ranks)) or '—'} "
        f"| {score.near_signals} | {score.false_signals} | {score.other_signals} "
        f"| {why.get(score.rule_id, '')}"
        for score in sorted(scores, key=lambda score: score.rule_id)
    ]
    return _markdown(SIGNAL_COLUMNS, rows)


def _markdown(columns: list[str], rows: list[str]) -> str:
    header = f"| {' | '.join(columns)} |\n|---|---|{'---:|' * (len(columns) - 3)}---|"
    return "\n".join([header, *(f"| {row} |" for row in rows)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    server = Postgres(settings().var_dir)
    server.start()
    folder = settings().var_dir / "evaluate"
    print(evaluate(server, folder, arguments.seed, arguments.scale))


if __name__ == "__main__":
    main()
