"""What `make run` prints: plain lines, at once, with the time since the start."""

import time


class Console:
    """Prints lines behind the seconds since it was made."""

    def __init__(self) -> None:
        self.started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def say(self, text: str) -> None:
        print(f"[{self.elapsed:6.1f} s] {text}", flush=True)

    def plain(self, text: str = "") -> None:
        print(text, flush=True)
