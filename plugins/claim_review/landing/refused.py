"""The one way to say that a batch does not come in."""


class Refused(Exception):  # noqa: N818, it is an outcome more than an error
    """A batch is refused whole, for every defect in `defects`."""

    def __init__(self, *defects: str) -> None:
        super().__init__("; ".join(defects))
        self.defects = defects


class BatchRefusedError(RuntimeError):
    """A quarter could not be loaded whole; the message says which batch and why."""
