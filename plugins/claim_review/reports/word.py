"""The report as a Word file, which the bureau edits, stamps and files."""

import hashlib
import io
import zipfile
from pathlib import Path

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, StrictUndefined

from claim_review.reports.context import Context
from claim_review.reports.word_template import TEMPLATE

_CHART_WIDTH = Mm(150)


def render_docx(context: Context, template_dir: Path, charts: dict[str, Path]) -> bytes:
    """Return the Word file; its parts depend on the arguments alone.

    Raises jinja2.UndefinedError when the template asks for what the context lacks.
    """
    template = DocxTemplate(template_dir / TEMPLATE)
    images: dict[str, InlineImage | None] = dict.fromkeys(context["figures"])
    for name, stem in charts.items():
        path = str(stem.with_suffix(".png"))
        images[name] = InlineImage(template, path, width=_CHART_WIDTH)
    strict = Environment(undefined=StrictUndefined, autoescape=True)
    template.render({**context, "images": images}, jinja_env=strict)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def docx_sha256(data: bytes) -> str:
    """Return the hash of the parts of a Word file.

    The file itself differs from run to run: a zip archive keeps the time of day.
    """
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            part = hashlib.sha256(archive.read(name)).hexdigest()
            digest.update(f"{name} {part}\n".encode())
    return digest.hexdigest()
