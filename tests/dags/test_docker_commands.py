"""The commands of the container set-up are commands that this Airflow knows."""

import subprocess
import sys
from pathlib import Path

import yaml

REPO = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
COMPOSE = yaml.safe_load((REPO / "docker-compose.yml").read_text())


def test_every_airflow_part_has_a_command_that_airflow_knows():
    commands = {
        service["command"][1]
        for service in COMPOSE["services"].values()
        if isinstance(service.get("command"), list)
        and service["command"][0] == "airflow"
    }
    assert commands == {"api-server", "scheduler", "dag-processor", "triggerer"}
    listed = subprocess.run(
        [BIN / "airflow", "--help"], capture_output=True, text=True, check=True
    ).stdout
    known = {line.split()[0] for line in listed.splitlines() if line.strip()}
    assert commands <= known
