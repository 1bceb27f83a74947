"""Which typefaces Word and PowerPoint files ask the reader's computer for.

The server needs none of them. Plain Windows has 仿宋 and 楷体 but neither the faces of
GB/T 9704 nor 小标宋, so an office without those asks for what it has.
"""

from dataclasses import dataclass
from typing import Literal

FontSet = Literal["gbt9704", "windows"]


@dataclass(frozen=True)
class Faces:
    """Typefaces by what they set."""

    body: str
    section: str
    heading: str
    title: str
    number: str


FACES: dict[FontSet, Faces] = {
    "gbt9704": Faces("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"),
    "windows": Faces("仿宋", "楷体", "黑体", "黑体", "宋体"),
}
