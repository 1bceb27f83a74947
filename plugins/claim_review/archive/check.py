"""What one check of a quarter says."""

from dataclasses import dataclass, field

EXAMPLES = 20


@dataclass(frozen=True)
class Outcome:
    """What must hold, and the rows for which it does not, as text."""

    holds: str
    broken: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return one line, below it the first rows that do not hold."""
        if not self.broken:
            return f"✓ {self.holds}"
        shown = [f"    {row}" for row in self.broken[:EXAMPLES]]
        if len(self.broken) > EXAMPLES:
            shown.append(f"    … and {len(self.broken) - EXAMPLES} more")
        return "\n".join([f"✗ {self.holds} Not for {len(self.broken)}:", *shown])


def said(names: list[str], row: tuple) -> str:
    """Return a row as `name=value` pairs."""
    return " ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))
