"""What is wrong with a file, cell by cell, and the way to say that it stays out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong; `place` is such as 知识点!C17, empty for the whole file."""

    place: str
    why: str
    value: str | None = None

    def __str__(self) -> str:
        value = "" if self.value is None else f" {self.value!r}"
        return f"{self.place}:{value} {self.why}" if self.place else self.why


class KnowledgeRefusedError(Exception):
    """A file or a command is refused whole; the message lists every problem."""

    def __init__(self, file_name: str, *problems: Problem) -> None:
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        count = f"{len(problems)} problem" + ("s" if len(problems) > 1 else "")
        super().__init__(f"{file_name}: {count}, nothing was changed\n{lines}")
