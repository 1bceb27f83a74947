"""What can be shown of the container set-up without a container engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPO = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
COMPOSE = yaml.safe_load((REPO / "docker-compose.yml").read_text())
SECRETS = list(COMPOSE["x-secrets"])


def check_secrets(values: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", REPO / "docker/check-secrets.sh"],
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_compose_file_follows_its_schema():
    run = subprocess.run(
        [
            BIN / "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            REPO / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_placeholders_of_the_example_stop_the_start():
    example = dict(
        line.split("=", 1)
        for line in (REPO / ".env.example").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )
    run = check_secrets(example)
    assert run.returncode == 1
    for name in SECRETS:
        assert f"{name} is still the placeholder" in run.stderr


def test_a_missing_and_a_short_secret_stop_the_start():
    values = dict.fromkeys(SECRETS, "0123456789abcdef")
    assert check_secrets(values).returncode == 0
    del values[SECRETS[0]]
    values[SECRETS[1]] = "short"
    run = check_secrets(values)
    assert run.returncode == 1
    assert f"{SECRETS[0]} is not set" in run.stderr
    assert f"{SECRETS[1]} is shorter than 16 characters" in run.stderr


def test_every_mounted_and_copied_file_is_there():
    for line in (REPO / "Dockerfile").read_text().splitlines():
        if line.startswith("COPY"):
            for source in line.split()[1:-1]:
                assert (REPO / source).exists(), source
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (REPO / volume.split(":")[0]).exists(), volume


@pytest.mark.parametrize("script", sorted((REPO / "docker").glob("*.sh")))
def test_every_shell_script_parses(script: Path):
    subprocess.run(["sh", "-n", script], check=True)
