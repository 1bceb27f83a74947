"""Tables as dictionaries of equally long numpy arrays."""

import numpy as np

Columns = dict[str, np.ndarray]


def count(table: Columns) -> int:
    """Return the number of rows."""
    return len(next(iter(table.values())))


def picked(table: Columns, rows: np.ndarray) -> Columns:
    """Return the rows at these positions (or where this mask is true)."""
    return {name: values[rows] for name, values in table.items()}


def joined(parts: list[Columns]) -> Columns:
    """Return the parts one below the other; all have the same columns."""
    names = parts[0].keys()
    if any(part.keys() != names for part in parts):
        raise ValueError(f"parts differ in their columns: {[sorted(p) for p in parts]}")
    return {name: np.concatenate([part[name] for part in parts]) for name in names}
