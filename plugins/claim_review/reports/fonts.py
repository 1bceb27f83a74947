"""Which font files a report is set in, and whether they hold every character.

Typst warns about a font it cannot find but not about a character that no font
has: it draws an empty box. So every text is checked before it is set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

_SUFFIXES = (".otf", ".ttf", ".ttc")


class MissingGlyphsError(ValueError):
    """No font of the report has some character of its text."""


@dataclass(frozen=True)
class Fonts:
    """Font files by what they set; the first file that has a character sets it."""

    body: tuple[Path, ...]
    heading: tuple[Path, ...]
    chart: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file, each once."""
        return tuple(dict.fromkeys((*self.body, *self.heading, self.chart)))


def find_fonts(font_dir: Path | None) -> Fonts:
    """Return the fonts of the report, those of the installation's folder first.

    `font_dir` may hold body, heading and chart (.otf, .ttf or .ttc), for instance
    a licensed 仿宋 as body.ttf. The Noto files of two packages complete them; files
    are named one by one because one package also carries a proprietary SimHei.
    """
    serif = _packaged("mplfonts", "fonts/NotoSerifCJKsc-Regular.otf")
    sans = _packaged("mpl_font", "fonts/noto/NotoSansCJKsc-Regular.otf")
    bold = _packaged("mpl_font", "fonts/noto/NotoSansCJKsc-Bold.otf")
    return Fonts(
        body=(*_own(font_dir, "body"), serif),
        heading=(*_own(font_dir, "heading"), bold),
        chart=(*_own(font_dir, "chart"), sans)[0],
    )


def check_glyphs(text: str, files: Iterable[Path]) -> None:
    """Raise MissingGlyphsError naming the characters that none of the files has."""
    wanted = {character for character in text if character.isprintable()}
    files = tuple(files)
    missing = wanted.difference(*(_characters(file) for file in files))
    if missing:
        named = "、".join(f"{c}（U+{ord(c):04X}）" for c in sorted(missing))
        raise MissingGlyphsError(
            f"no glyph for {named} in {', '.join(file.name for file in files)}; "
            "add a font that has them to CLAIM_REVIEW_REPORT_FONT_DIR"
        )


@cache
def _characters(file: Path) -> frozenset[str]:
    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _own(font_dir: Path | None, role: str) -> tuple[Path, ...]:
    if font_dir is None:
        return ()
    if not font_dir.is_dir():
        raise FileNotFoundError(f"report_font_dir {font_dir} is not a folder")
    candidates = (font_dir / f"{role}{suffix}" for suffix in _SUFFIXES)
    return tuple(path for path in candidates if path.is_file())


def _packaged(package: str, name: str) -> Path:
    # find_spec and not import: importing mplfonts changes matplotlib's own settings.
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} with font {name} is not installed")
    path = Path(spec.submodule_search_locations[0]) / name
    if not path.is_file():
        raise FileNotFoundError(f"font {path} is missing from package {package}")
    return path
