"""What an archive of a quarter consists of."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from claim_review.warehouse import RefusedError

NAME = "manifest.json"
FORMAT = "claim-review/archive@1"


@dataclass(frozen=True)
class ArchivedFile:
    """A file with rows of one relation, in CSV.

    `batch_id` is None where it holds rows of several. `digest` is a sum over the hashes
    of all rows, whatever their order; `sums` are in yuan.
    """

    name: str
    relation: str
    batch_id: str | None
    columns: list[str]
    rows: int
    digest: str
    sums: dict[str, str]
    sha256: str


@dataclass(frozen=True)
class ArchiveManifest:
    """An archive: its quarter, the revision of the warehouse, its files."""

    quarter: str
    made_at: str
    revision: str
    files: list[ArchivedFile]


def write_manifest(folder: Path, manifest: ArchiveManifest) -> None:
    """Write the manifest into the folder."""
    told = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, "utf-8")


def read_manifest(folder: Path) -> ArchiveManifest:
    """Return the manifest of an archive; raise RefusedError when there is none."""
    try:
        told = json.loads((folder / NAME).read_text("utf-8"))
        if told.pop("format") != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        files = [ArchivedFile(**file) for file in told.pop("files")]
        return ArchiveManifest(**told, files=files)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RefusedError(
            f"{folder / NAME} is no manifest of an archive: {error}"
        ) from error
