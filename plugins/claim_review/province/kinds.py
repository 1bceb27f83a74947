"""The kinds of everyday encounters and how many there are of each."""

# kind of encounter: share of settlements, setting of the institution's pull, med_type
KINDS = {
    "stay": (0.043, "stay", "21"),
    "visit": (0.350, "visit", "11"),
    "chronic": (0.047, "chronic", "14"),
    "purchase": (0.495, "purchase", "41"),
    "emergency": (0.020, "emergency", "13"),
    "tcm": (0.020, "visit", "16"),
    "maternity": (0.010, "visit", "51"),
    "special_drug": (0.015, "purchase", "18"),
}
KIND = {name: number for number, name in enumerate(KINDS)}
SEASON = {1: 0.95, 2: 0.97, 3: 1.00, 4: 1.08}


def counts(total: int) -> dict[str, int]:
    """Return how many encounters of each kind make `total` settlements."""
    return {kind: round(total * share) for kind, (share, _, _) in KINDS.items()}
