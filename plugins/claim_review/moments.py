"""The bureau's clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> datetime:
    """Return a moment that somebody typed; without an offset it is of this clock."""
    said = datetime.fromisoformat(text)
    return said if said.tzinfo else said.replace(tzinfo=ZONE)
