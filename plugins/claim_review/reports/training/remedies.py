"""What each rule's card says ought to be done, as the book of rules prints it."""

from pathlib import Path

import yaml

from claim_review.rulebook.words import plain
from claim_review.settings import REPO_DIR

RULES_DIR = REPO_DIR / "include" / "rules"


def remedies(folder: Path = RULES_DIR) -> dict[str, str]:
    """Return the remedy by rule, such as P-24; rules without one are left out."""
    found = {}
    for file in sorted(folder.glob("*/*.yml")):
        cards = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for model in cards.get("models", ()):
            said = model.get("config", {}).get("meta", {}).get("remedy")
            if said:
                name = model["name"]
                found[f"{name[0].upper()}-{name[1:3]}"] = plain(said)
    return found
