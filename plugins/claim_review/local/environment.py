"""Prints the settings of the Airflow that runs below `var`, for a shell to take in.

eval "$(.venv/bin/python -m claim_review.local.environment)"
"""

import shlex
import sys

from claim_review.local import supervisor
from claim_review.settings import settings

_OURS = ("AIRFLOW", "CLAIM_REVIEW_", "DO_NOT_TRACK", "GX_", "DBT_")


def lines(pairs: list[str]) -> list[str]:
    """Return what a shell runs to have ours of some NAME=value pairs."""
    ours = sorted(pair.partition("=") for pair in pairs if pair.startswith(_OURS))
    return [f"export {name}={shlex.quote(value)}" for name, _, value in ours]


def main() -> int:
    """Print the lines; return 1 when no Airflow runs there."""
    var_dir = settings().var_dir.resolve()
    pairs = supervisor.environment(var_dir)
    if pairs is None:
        print(f"no Airflow runs below {var_dir}; type make run first", file=sys.stderr)
        return 1
    print("\n".join(lines(pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
