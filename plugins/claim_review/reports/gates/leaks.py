"""Whether a report, or the mail that carries it, tells of a person."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psycopg

from claim_review.quarters import Quarter
from claim_review.reports.gates.texts import UnreadableError, parts

_IDENTITY = re.compile(r"(?<![0-9A-Za-z.])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d-?\d{4}-?\d{4}(?!\.?\d|[A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DOTS = re.compile(r"[·•‧・∙⋅.．]")
_RUN = re.compile(r"[0-9A-Za-z_-]+(?:\s+[0-9A-Za-z_-]+)*")
_HAN = r"㐀-鿿"
# Words before which or after which a short name means a person.
_BEFORE = r"(?:患者|病人|参保人|参保人员|姓名|本人|家属|医师|医生)[:：为是]?"
_AFTER = r"(?:女士|先生|同志|患者|，男|，女|,男|,女|\(男|\(女)"
# Shorter numbers cannot be told from counts; long ones are found in two lines, too.
_SHORTEST, _LONG = 6, 12


class LeakError(ValueError):
    """Something that is to leave tells of a person, or nobody can tell whether."""


@dataclass(frozen=True)
class Secrets:
    """What may stand in no report: names and numbers of persons.

    `public` are names that reports show, of institutions and rules: a pharmacy may be
    called after its owner.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()


def secrets(connection: psycopg.Connection, quarter: Quarter | None = None) -> Secrets:
    """Return names and numbers of those with a case, or with hits in the quarter."""
    query = Path(__file__).with_name("secrets.sql").read_text("utf-8")
    found: dict[str, set[str]] = {"name": set(), "number": set(), "public": set()}
    for kind, text in connection.execute(query, {"quarter": quarter and str(quarter)}):
        found[kind].add(text)
    kinds = ("name", "number", "public")
    return Secrets(*(frozenset(found[kind]) for kind in kinds))


def found(files: Mapping[str, bytes], known: Secrets) -> list[str]:
    """Return what tells of a person, by place; an unreadable file is a problem too.

    Identity numbers and mobiles are found whoever has them. The findings say where and
    what kind, never what: they go into logs and mails themselves.
    """
    problems: dict[str, None] = {}
    search = _search(known)
    for name, content in files.items():
        try:
            for place, text in parts(name, content):
                for kind in search.kinds(text):
                    problems[f"{search.masked(place)}: {kind}"] = None
        except UnreadableError as error:
            problems[f"{search.masked(str(error))} (cannot be searched)"] = None
    return list(problems)


def check(folder: Path, known: Secrets) -> None:
    """Raise LeakError naming everything below a folder that tells of a person."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    problems = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        problems += found({name: path.read_bytes()}, known)
    if problems:
        raise LeakError("not published: " + "; ".join(problems))


def found_in_mail(
    subject: str,
    text: str,
    html: str | None,
    attachments: Sequence[Path],
    known: Secrets,
) -> list[str]:
    """Return what a mail, before it is queued, or a file attached to it tells."""
    body = {"subject.txt": subject.encode(), "body.txt": text.encode()}
    if html is not None:
        body["body.html"] = html.encode()
    files = {path.name: path.read_bytes() for path in attachments}
    if len(files) < len(attachments) or body.keys() & files.keys():
        raise ValueError("two files of a mail have the same name")
    return found({**body, **files}, known)


@lru_cache(maxsize=1)
def _search(known: Secrets) -> "_Search":
    return _Search(known)


class _Search:
    """Looks for all names and numbers at once, by length instead of one by one."""

    def __init__(self, known: Secrets) -> None:
        names = {_squeezed(name) for name in known.names}
        self._long = _by_length(name for name in names if len(name) > 2)
        self._short = _by_length(name for name in names if len(name) == 2)
        self._numbers = {n.casefold() for n in known.numbers if len(n) >= _SHORTEST}
        self._long_numbers = _by_length(n for n in self._numbers if len(n) >= _LONG)
        public = sorted(map(_squeezed, known.public), key=len, reverse=True)
        self._public = [phrase for phrase in public if len(phrase) > 4]

    def kinds(self, text: str) -> list[str]:
        """Return the kinds of personal data in a text."""
        text = unicodedata.normalize("NFKC", text)
        kinds = []
        identities = _IDENTITY.findall(text)
        if any(map(_has_valid_checksum, identities)):
            kinds.append("an identity number with a valid check digit")
        elif identities:
            kinds.append("a number of 18 digits")
        if _MOBILE.search(text):
            kinds.append("a mobile number")
        if self._has_number(text):
            kinds.append("the number of a person or settlement")
        if self._has_name(text):
            kinds.append("the name of a person")
        return kinds

    def masked(self, place: str) -> str:
        """Return where it was found; a place that tells is not repeated."""
        return "…" if self.kinds(place) else place

    def _has_number(self, text: str) -> bool:
        for run in _RUN.findall(text.casefold()):
            tokens = run.split()
            pieces = [piece for token in tokens for piece in re.split("[-_]", token)]
            # A narrow column sets a number in two lines or three.
            joined = [
                "".join(tokens[start : start + lines])
                for lines in (2, 3)
                for start in range(len(tokens) - lines + 1)
            ]
            if not self._numbers.isdisjoint({*tokens, *pieces}):
                return True
            if any(joint in self._numbers for joint in joined if len(joint) >= _LONG):
                return True
            if any(_contains(token, self._long_numbers) for token in tokens):
                return True
        return False

    def _has_name(self, text: str) -> bool:
        squeezed = _squeezed(text)
        for phrase in self._public:
            if phrase in squeezed:
                squeezed = squeezed.replace(phrase, "\n")
        if _contains(squeezed, self._long):
            return True
        return any(
            _means_somebody(name, text) for name in set(_matches(squeezed, self._short))
        )


def _squeezed(text: str) -> str:
    """Return text without blanks and dots, as names are compared."""
    normal = unicodedata.normalize("NFKC", text)
    return _DOTS.sub("", _BLANKS.sub("", normal)).casefold()


def _by_length(texts: Iterable[str]) -> dict[int, set[str]]:
    lengths: dict[int, set[str]] = {}
    for text in texts:
        lengths.setdefault(len(text), set()).add(text)
    return lengths


def _matches(text: str, lengths: Mapping[int, set[str]]) -> Iterator[str]:
    for length, searched in lengths.items():
        for start in range(len(text) - length + 1):
            if (piece := text[start : start + length]) in searched:
                yield piece


def _contains(text: str, lengths: Mapping[int, set[str]]) -> bool:
    return next(_matches(text, lengths), None) is not None


def _means_somebody(name: str, text: str) -> bool:
    """Return whether a name of two characters stands for itself in the text.

    Within a longer word it is taken for a part of that word.
    """
    spaced = r"\s*[·•‧・]?\s*".join(map(re.escape, name))
    alone = rf"(?<![{_HAN}·]){spaced}(?![{_HAN}·])"
    told = rf"{_BEFORE}\s*{spaced}|{spaced}\s*{_AFTER}"
    return re.search(f"{alone}|{told}", text) is not None


def _has_valid_checksum(number: str) -> bool:
    remainder = sum(
        weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)
    )
    return "10X98765432"[remainder % 11] == number[17].upper()
