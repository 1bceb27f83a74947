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

from claim_review.reports.word_fonts import FontSet

_SUFFIXES = (".otf", ".ttf", ".ttc")
SYSTEM_DIRS = tuple(
    Path(folder).expanduser()
    for folder in (
        "/usr/local/share/fonts",
        "/usr/share/fonts",
        "~/.local/share/fonts",
        "/Library/Fonts",
    )
)
# Files that a role takes from the machine, the best first. Collections (.ttc) are not
# among them: their first face is often the Japanese one.
_SYSTEM = {
    "body": (
        "ZhuqueFangsong-Regular.ttf",
        "SourceHanSerifSC-Regular.otf",
        "NotoSerifCJKsc-Regular.otf",
        "NotoSerifSC-Regular.otf",
    ),
    "heading": (
        "SourceHanSansSC-Bold.otf",
        "NotoSansCJKsc-Bold.otf",
        "NotoSansSC-Bold.otf",
    ),
    "chart": (
        "SourceHanSansSC-Regular.otf",
        "NotoSansCJKsc-Regular.otf",
        "NotoSansSC-Regular.otf",
    ),
    "tibetan": ("NotoSerifTibetan-Regular.ttf", "NotoSansTibetan-Regular.ttf"),
}


class MissingGlyphsError(ValueError):
    """No font of the report has some character of its text."""


@dataclass(frozen=True)
class Fonts:
    """Font files by what they set; the first file that has a character sets it.

    `word` names the typefaces that Word files ask for: these need no file here.
    """

    body: tuple[Path, ...]
    heading: tuple[Path, ...]
    chart: Path
    word: FontSet = "gbt9704"

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file, each once."""
        return tuple(dict.fromkeys((*self.body, *self.heading, self.chart)))


def find_fonts(
    font_dir: Path | None,
    system_dirs: Iterable[Path] = SYSTEM_DIRS,
    word: FontSet = "gbt9704",
) -> Fonts:
    """Return the fonts of the report: the installation's, the machine's, the packages'.

    `font_dir` may hold body, heading, chart and tibetan (.otf, .ttf or .ttc), for
    instance a licensed 仿宋 as body.ttf. A font for Tibetan follows the others where
    there is one. The Noto files of two packages complete them; files are named one by
    one because one package also carries a proprietary SimHei.
    """
    serif = _packaged("mplfonts", "fonts/NotoSerifCJKsc-Regular.otf")
    sans = _packaged("mpl_font", "fonts/noto/NotoSansCJKsc-Regular.otf")
    bold = _packaged("mpl_font", "fonts/noto/NotoSansCJKsc-Bold.otf")
    there = _on_the_machine(tuple(system_dirs))

    def found(role: str) -> tuple[Path, ...]:
        return (*_own(font_dir, role), *there[role])

    tibetan = found("tibetan")[:1]
    return Fonts(
        body=(*found("body"), serif, *tibetan),
        heading=(*found("heading"), bold, *tibetan),
        chart=(*found("chart"), sans)[0],
        word=word,
    )


def missing_characters(text: str, files: Iterable[Path]) -> list[str]:
    """Return the printable characters of the text that none of the files has."""
    wanted = {character for character in text if character.isprintable()}
    return sorted(wanted.difference(*(_characters(file) for file in files)))


def check_glyphs(text: str, files: Iterable[Path]) -> None:
    """Raise MissingGlyphsError naming the characters that none of the files has."""
    files = tuple(files)
    missing = missing_characters(text, files)
    if missing:
        named = "、".join(f"{c}（U+{ord(c):04X}）" for c in missing)
        raise MissingGlyphsError(
            f"no glyph for {named} in {', '.join(file.name for file in files)}; "
            "add a font that has them to CLAIM_REVIEW_REPORT_FONT_DIR"
        )


@cache
def _characters(file: Path) -> frozenset[str]:
    with TTFont(file, fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def _on_the_machine(folders: tuple[Path, ...]) -> dict[str, tuple[Path, ...]]:
    """Return the best file of each role in the folders, none where there is none."""
    wanted = {name for names in _SYSTEM.values() for name in names}
    there: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.name in wanted:
                there.setdefault(path.name, path)
    return {
        role: tuple(there[name] for name in names if name in there)[:1]
        for role, names in _SYSTEM.items()
    }


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
