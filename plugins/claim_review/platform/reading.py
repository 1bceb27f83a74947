"""Reading a delivery of the platform; one wrong cell refuses all of it."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from claim_review.moments import ZONE
from claim_review.platform.cells import FORMS, unescaped
from claim_review.platform.codes import Codes, UnknownCodeError, codes_on
from claim_review.platform.columns import DETAILS, DOCUMENTS, KEYS, SUSPECTS, columns_of
from claim_review.platform.delivery import (
    REQUIRED,
    Manifest,
    PlatformRefusedError,
)

# What is read of a 单据 and, with it, of each of its 疑点; all else is looked past.
_OF_DOCUMENT = (
    *("task_id", "medins_id", "crter_id", "crte_time", "appl_ddln", "rfus_bchno"),
)
_OF_SUSPECT = (
    *("doc_suspt_id", "doc_id", "vola_rslt_id", "supn_suspt_stas", "updt_time"),
    *("chker", "chktime", "chk_vola_flag", "chk_vola_amt", "chk_opnn"),
    *("rchker", "rchk_time", "rchk_vola_flag", "rchk_opnn", "cnfm_vola_amt"),
    *("appl_flag", "appler", "appl_amt", "appl_rea", "appl_matl", "appl_time"),
    *("appy_clgl_rea", "appy_clgl_time", "appy_clgl_psn"),
    *("clgl_ccls", "chk_procrslt", "clgl_time"),
    *("finl_chker", "finl_chktime", "finl_chk_vola_flag", "finl_chk_opnn"),
    *("finl_chk_amt", "finl_vola_amt"),
    *("vola_det_amt", "det_time", "det_flag", "opter_id"),
    *("rvis_amt", "rvis_time", "rvis_flag"),
)
_EMPTY_BEFORE_DISPATCH = ("crte_time", "appl_ddln")
# What is read and checked of each table.
READ = {
    DOCUMENTS: ("doc_id", *_OF_DOCUMENT),
    SUSPECTS: _OF_SUSPECT,
    DETAILS: REQUIRED[DETAILS],
}
Told = dict[str, str | None]


@dataclass(frozen=True)
class Row:
    """What the platform says of one 疑点, with its 单据; columns not sent are missing.

    Numbers, times (the bureau's clock) and codes (by what they mean) are in one form.
    """

    line: int
    told_at: datetime
    told: Told


@dataclass(frozen=True)
class Delivery:
    """A folder without defects; `unknown_columns` are table.column."""

    folder: str
    manifest: Manifest
    suspects_file: str
    rows: tuple[Row, ...]
    unknown_columns: tuple[str, ...]
    codes: Codes


def read_delivery(folder: Path, manifest: Manifest) -> Delivery:
    """Return what the platform said; raise PlatformRefusedError naming all defects."""
    codes = codes_on(manifest.made_at.astimezone(ZONE).date())
    files = {
        table: _File(table, path, manifest, codes)
        for table, path in manifest.files.items()
    }
    for file in files.values():
        file.read()
    documents, suspects = files[DOCUMENTS], files[SUSPECTS]
    suspects.refer_to(documents)
    if DETAILS in files:
        files[DETAILS].refer_to(suspects)
    defects = [defect for file in files.values() for defect in file.defects]
    if defects:
        raise PlatformRefusedError(folder.name, *defects)
    return Delivery(
        folder=folder.name,
        manifest=manifest,
        suspects_file=suspects.path.name,
        rows=tuple(
            Row(
                line,
                moment(told["updt_time"]),
                _chosen(documents.rows[told["doc_id"]][1], _OF_DOCUMENT)
                | _chosen(told, _OF_SUSPECT),
            )
            for line, told in suspects.rows.values()
        ),
        unknown_columns=tuple(
            name for file in files.values() for name in file.unknown_columns
        ),
        codes=codes,
    )


def moment(text: str) -> datetime:
    """Return a moment of the bureau's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def _chosen(told: Told, names: tuple[str, ...]) -> Told:
    return {name: told[name] for name in names if name in told}


class _File:
    """A table of a delivery; `rows` are lines and cells by key."""

    def __init__(
        self, table: str, path: Path, manifest: Manifest, codes: Codes
    ) -> None:
        self.table, self.path, self.manifest, self.codes = table, path, manifest, codes
        self.rows: dict[str, tuple[int, Told]] = {}
        self.defects: list[str] = []
        self.unknown_columns: list[str] = []

    def read(self) -> None:
        """Read the rows; what is wrong is in `defects`."""
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.path.read_bytes()[: error.start].count(b"\n") + 1
            self.defects.append(f"{self.path.name} line {line}: it is not UTF-8")
            return
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        counted = 0
        try:
            header = [name.strip().lower() for name in next(reader, [])]
            if not self._accepts(header):
                return
            line = reader.line_num + 1
            for cells in reader:
                self._take(line, header, cells)
                counted += 1
                line = reader.line_num + 1
        except csv.Error as error:
            self.defects.append(f"{self.path.name} line {reader.line_num}: {error}")
            return
        expected = self.manifest.rows[self.table]
        if counted != expected:
            self.defects.append(
                f"{self.path.name}: {counted} rows, the manifest says {expected}"
            )

    def _accepts(self, header: list[str]) -> bool:
        known = {column.name for column in columns_of(self.table)}
        twice = sorted({name for name in header if header.count(name) > 1})
        missing = [name for name in REQUIRED[self.table] if name not in header]
        place = f"{self.path.name} line 1"
        self.defects += [f"{place}: column {name} comes twice" for name in twice]
        self.defects += [f"{place}: column {name} is missing" for name in missing]
        self.unknown_columns = [
            f"{self.table}.{name}" for name in header if name not in known
        ]
        return not (twice or missing)

    def _take(self, line: int, header: list[str], cells: list[str]) -> None:
        place = f"{self.path.name} line {line}"
        if len(cells) != len(header):
            self.defects.append(
                f"{place}: {len(cells)} cells, the header has {len(header)}"
            )
            return
        told: Told = {}
        for column in columns_of(self.table):
            if column.name not in header or column.name not in READ[self.table]:
                continue
            cell = cells[header.index(column.name)]
            try:
                told[column.name] = self._value(column.name, column.type, cell)
            except (ValueError, UnknownCodeError) as error:
                self.defects.append(f"{place}, {column.name}: {error}")
        key = told.get(KEYS[self.table])
        if key is None:
            return
        if key in self.rows:
            self.defects.append(
                f"{place}, {KEYS[self.table]}: {key} is on line {self.rows[key][0]} too"
            )
        self.rows[key] = line, told

    def _value(self, name: str, kind: str, cell: str) -> str | None:
        """Return a cell in the one form that it has here; None where it is empty."""
        text = unescaped(cell)
        if not text.strip():
            if name in REQUIRED[self.table] and name not in _EMPTY_BEFORE_DISPATCH:
                raise ValueError("it is empty")
            return None
        if name in self.codes.columns:
            return self.codes.means(name, text.strip())
        return FORMS[kind](name, text.strip(), self.manifest.made_at)

    def refer_to(self, others: "_File") -> None:
        """Note the rows whose document, or 疑点, is not in the delivery."""
        name = KEYS[others.table]
        self.defects += [
            f"{self.path.name} line {line}, {name}: {told[name]} is not in "
            f"{others.path.name}"
            for line, told in self.rows.values()
            if told.get(name) is not None and told[name] not in others.rows
        ]
