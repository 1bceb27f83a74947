"""The layouts of the official attachments and the lists that they fill."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "layouts.toml"
_ANYWHERE = {
    "序号": "number",
    "检出逻辑": "detection_logic",
    "逻辑依据": "basis_text",
    "备注": "note",
    "替代知识点": "override_of",
}
_OPTIONAL_ANYWHERE = ("逻辑依据", "备注", "替代知识点")


@dataclass(frozen=True)
class KnowledgeList:
    """A list of knowledge points; see layouts.toml for what the fields mean."""

    id: str
    title: str
    prefix: str
    key: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    repeats: bool = False
    code: str = "med_list_codg"
    name: str = "item_name"
    default: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Column:
    """A column of a layout; `kind` says how its cells are read."""

    header: str
    field: str
    kind: str
    is_optional: bool
    is_filled: bool


@dataclass(frozen=True)
class Reading:
    """A fact that is read out of a text cell."""

    fact: str
    source: str
    pattern: re.Pattern
    value: str | None
    kind: str | None
    is_optional: bool


@dataclass(frozen=True)
class Layout:
    """One official layout; the sheet with the points looks like this."""

    id: str
    list: KnowledgeList
    title_zh: str
    codes: str
    kind: str | None
    columns: tuple[Column, ...]
    logic: re.Pattern | None
    title: re.Pattern | None
    facts: dict[str, str] = field(hash=False)
    readings: tuple[Reading, ...]

    @property
    def required_headers(self) -> set[str]:
        return {column.header for column in self.columns if not column.is_optional}

    @property
    def headers(self) -> set[str]:
        return {column.header for column in self.columns}


@dataclass(frozen=True)
class Footnote:
    """A footnote that is understood; `exemption` is None where it grants none."""

    pattern: re.Pattern
    exemption: str | None


@cache
def lists() -> dict[str, KnowledgeList]:
    """Return the lists that attachments can fill, by id."""
    return {
        name: KnowledgeList(
            id=name,
            title=entry["title"],
            prefix=entry["prefix"],
            key=tuple(entry.get("key", ())),
            point=tuple(entry.get("point", ())),
            repeats=entry.get("repeats", False),
            code=entry.get("code", "med_list_codg"),
            name=entry.get("name", "item_name"),
            default=entry.get("default", {}),
        )
        for name, entry in _definitions()["lists"].items()
    }


@cache
def layouts() -> tuple[Layout, ...]:
    """Return all layouts, in the order of the file."""
    return tuple(_layout(entry) for entry in _definitions()["layout"])


@cache
def footnotes() -> tuple[Footnote, ...]:
    """Return the footnotes that are understood."""
    return tuple(
        Footnote(re.compile(entry["pattern"]), entry.get("exemption"))
        for entry in _definitions()["footnote"]
    )


@cache
def _definitions() -> dict:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _layout(entry: dict) -> Layout:
    return Layout(
        id=entry["id"],
        list=lists()[entry["list"]],
        title_zh=entry["title_zh"],
        codes=entry["codes"],
        kind=entry.get("kind"),
        columns=tuple(_columns(entry)),
        logic=_pattern(entry.get("logic")),
        title=_pattern(entry.get("title")),
        facts=entry.get("facts", {}),
        readings=tuple(_reading(item) for item in entry.get("read", ())),
    )


def _columns(entry: dict):
    optional = {*_OPTIONAL_ANYWHERE, *entry.get("optional", ())}
    for header, spec in {**_ANYWHERE, **entry["columns"]}.items():
        name, _, kind = spec.partition(":")
        yield Column(
            header=header,
            field=name,
            kind=kind or "text",
            is_optional=header in optional,
            is_filled=header in entry.get("fill", ()),
        )


def _reading(item: dict) -> Reading:
    return Reading(
        fact=item["fact"],
        source=item["from"],
        pattern=re.compile(item["pattern"]),
        value=item.get("value"),
        kind=item.get("kind"),
        is_optional=item.get("optional", False),
    )


def _pattern(text: str | None) -> re.Pattern | None:
    return re.compile(text) if text else None
