"""The slides of a pack as they come one after the other."""

from pptx import Presentation
from pptx.slide import Slide

from claim_review.reports.training.pack import Pack
from claim_review.reports.training.slide_parts import (
    HEIGHT,
    WIDTH,
    add_foot,
    set_title,
    text_box,
)
from claim_review.reports.word_fonts import Faces

_TITLE_ONLY = 5


class Deck:
    """Slides of one pack in their order."""

    def __init__(self, pack: Pack, faces: Faces) -> None:
        self.pack, self.faces = pack, faces
        self.presentation = Presentation()
        self.presentation.slide_width = WIDTH
        self.presentation.slide_height = HEIGHT
        self.foot = (
            f"{pack['title']}　{pack['quarter_name']}　数据截止{pack['cut_off']}"
        )

    def add(self, title: str) -> Slide:
        """Append a slide with a title and return it."""
        slide = self.add_plain()
        set_title(slide, title, self.faces)
        add_foot(slide, self.foot, len(self.presentation.slides), self.faces)
        return slide

    def add_plain(self) -> Slide:
        """Append a slide whose title is still empty and return it."""
        layout = self.presentation.slide_layouts[_TITLE_ONLY]
        return self.presentation.slides.add_slide(layout)

    def say(self, slide: Slide, text: str) -> None:
        """Write one sentence in place of a table."""
        text_box(slide, (0.5, 1.5, 12, 1), [("", text)], self.faces)

    def note(self, slide: Slide, text: str) -> None:
        """Write a remark below a table, such as what its hidden cells mean."""
        if text:
            text_box(slide, (0.5, 6.55, 12.3, 0.4), [("", text)], self.faces, 12)
