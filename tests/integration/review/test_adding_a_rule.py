"""The walk of include/rules/README.md: a rule is added with two files and two lines."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.pipeline import run_dbt

from claim_review import dbt
from claim_review.settings import REPO_DIR

# A rule made, built and tested in a copy of the project.
pytestmark = pytest.mark.slow

OLD, NEW = "p26_over_daily_cap", "p35_over_second_cap"
IN_FORCE = Path("dbt_project", "models", "hits", "rule_hits_in_force.sql")
POINT = "daily_cap-009900000000001"
# What a review before had found of the item that the list is about to get.
CHARGED = f"""
insert into intermediate.int_item_days (psn_no, kp_id, fee_date, day_quantity)
values ('P1', '{POINT}', '2025-02-01', 3);
insert into intermediate.int_listed_lines (
    bkkp_sn, setl_id, mdtrt_id, psn_no, list_id, kp_id, fee_date, quantity, inscp_amount
)
values ('L1', 'S1', 'M1', 'P1', 'daily_caps', '{POINT}', '2025-02-01', 3, 30)
"""
LIST = Path("include", "rules", "knowledge", "daily_caps.csv")


class Copy:
    """A copy of the project, and what `make dbt` says in it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        for name in ("dbt_project", "include", "plugins"):
            ignore = shutil.ignore_patterns("target", "logs", "__pycache__")
            shutil.copytree(REPO_DIR / name, folder / name, ignore=ignore)
        self.environment = os.environ | {
            "PYTHONPATH": str(folder / "plugins"),
            "CLAIM_REVIEW_VAR_DIR": str(folder / "var"),
            "CLAIM_REVIEW_WAREHOUSE_URL": url,
        }

    def make_dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run what `make dbt ARGS=…` runs."""
        return subprocess.run(
            [sys.executable, "-m", "claim_review.dbt", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def replace(self, path: Path, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert old in text
        (self.folder / path).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def copy(warehouse_url: str, tmp_path: Path) -> Copy:
    """A copy with a warehouse in which the facts were made once, of one charge."""
    dbt.connect_by(warehouse_url)
    run_dbt("run", "-s", f"+{OLD}")
    with psycopg.connect(warehouse_url) as connection:
        connection.execute(CHARGED)
    return Copy(tmp_path / "project", warehouse_url)


def test_two_files_a_row_and_a_line_are_all_it_takes(
    copy: Copy, warehouse_url: str
) -> None:
    # 1, 2: two files, and the new id in the place of the old one.
    for suffix in ("sql", "yml"):
        folder = copy.folder / "include" / "rules" / "policy"
        shutil.copyfile(folder / f"{OLD}.{suffix}", folder / f"{NEW}.{suffix}")
    card = Path("include", "rules", "policy", f"{NEW}.yml")
    copy.replace(card, OLD, NEW)
    copy.replace(card, "name: p26_", "name: p35_")
    card_text = (copy.folder / card).read_text("utf-8")
    examples = re.findall(r"name: (p35_(?!over_second)\w+)", card_text)
    assert len(examples) > 5
    # 3: a row of the list; 4: try it.
    row = f"{POINT},009900000000001,,示例项目,2,日"
    with (copy.folder / LIST).open("a", encoding="utf-8") as file:
        file.write(f"{row},依据,出处,,2025-01-01,,prefecture\n")

    tried = copy.make_dbt("build", "-s", "daily_caps", NEW)
    forgotten = copy.make_dbt("compile", "-s", "rule_hits_in_force")
    # 5: the line of the listing.
    copy.replace(IN_FORCE, f"    '{OLD}',\n", f"    '{OLD}',\n    '{NEW}',\n")
    listed = copy.make_dbt("compile", "-s", "rule_hits_in_force")

    assert tried.returncode == 0, tried.stdout
    for example in examples:
        assert f"PASS {NEW}::{example} " in tried.stdout
    assert forgotten.returncode == 1
    assert (
        "Compilation Error in model rule_hits_in_force "
        "(models/hits/rule_hits_in_force.sql)\n"
        f"    {NEW} is a rule but is not listed in rule_hits_in_force\n"
    ) in forgotten.stderr
    assert listed.returncode == 0, listed.stdout
    assert "'P-35' as rule_id" in listed.stdout
    with psycopg.connect(warehouse_url) as connection:
        cap = "select max_quantity from lists.daily_caps where item_name = '示例项目'"
        assert connection.execute(cap).fetchone() == (2,)
        hits = f"select bkkp_sn, kp_id, violating_quantity, hit_reason from rules.{NEW}"
        assert connection.execute(hits).fetchall() == [
            ("L1", POINT, 1, "示例项目 2025-02-01 收取 3 日，单日上限 2")
        ]
