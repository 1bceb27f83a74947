"""Files of every kind a report is sent as, in which a text is hidden somewhere."""

import base64
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from html import escape

import docx
import pypdf
import typst
import xlsxwriter
from PIL import Image
from PIL.PngImagePlugin import PngInfo

Write = Callable[[str], bytes]


def _saved(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def zipped(**members: bytes | str) -> bytes:
    """Return a zip; __ in a name stands for a slash, the last _ for a dot."""

    def write(file: io.BytesIO) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                folder, _, suffix = name.replace("__", "/").rpartition("_")
                archive.writestr(f"{folder}.{suffix}", content)

    return _saved(write)


def word(text: str) -> bytes:
    """Hide it across three runs of a paragraph, as Word does after an edit."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in (text[:1], text[1:3], text[3:]):
        paragraph.add_run(piece).bold = piece == text[:1]
    return _saved(document.save)


def word_properties(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.keywords = text
    return _saved(document.save)


def word_picture(text: str) -> bytes:
    """Hide it in what is read out in the place of a picture."""
    return zipped(word__document_xml=f"<body><docPr descr='{escape(text)}'/></body>")


def _sheet(change: Callable) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("正文").write("A1", "合计")
        change(book, book.add_worksheet("附表"))
    return file.getvalue()


def workbook(text: str) -> bytes:
    return _sheet(lambda book, sheet: sheet.write("B2", text))


def hidden_sheet(text: str) -> bytes:
    def change(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet):
        sheet.write("B2", text)
        sheet.very_hidden()

    return _sheet(change)


def sheet_comment(text: str) -> bytes:
    return _sheet(lambda book, sheet: sheet.write_comment("B2", text))


def workbook_properties(text: str) -> bytes:
    return _sheet(lambda book, sheet: book.set_properties({"author": text}))


def slides(text: str) -> bytes:
    """Hide it in the notes of a slide."""
    paragraph = "<a:p xmlns:a='urn:a'><a:r><a:t>{}</a:t></a:r></a:p>".format
    return zipped(
        ppt__slides__slide1_xml=paragraph("培训"),
        ppt__notesSlides__notesSlide1_xml=paragraph(escape(text)),
        ppt__printerSettings__printerSettings1_bin=b"\x00\x01",
    )


def pdf(text: str) -> bytes:
    source = f'#set document(date: none)\n#"{text}"'
    return typst.compile(source.encode(), format="pdf")


def pdf_properties(text: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf("1")))
    writer.add_metadata({"/Subject": text})
    return _saved(writer.write)


def pdf_attachment(text: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf("1")))
    writer.add_attachment("list.txt", text.encode())
    return _saved(writer.write)


def encrypted_pdf() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf("1")))
    writer.encrypt("secret", algorithm="RC4-128")
    return _saved(writer.write)


def page(text: str) -> bytes:
    """Hide it behind entities and tags."""
    coded = "<b></b>".join(f"&#{ord(letter)};" for letter in text)
    return f"<p>{coded}</p>".encode()


def picture(text: str) -> bytes:
    told = PngInfo()
    told.add_itxt("Comment", text)
    image = Image.new("RGB", (2, 2))
    return _saved(lambda file: image.save(file, "PNG", pnginfo=told))


def photo(text: str) -> bytes:
    image = Image.new("RGB", (2, 2))
    described = Image.Exif()
    # What Windows shows as the comment.
    described[0x9C9C] = text.encode("utf-16-le")
    return _saved(lambda file: image.save(file, "JPEG", exif=described))


def page_with_picture(text: str) -> bytes:
    coded = base64.b64encode(picture(text)).decode()
    return f'<img src="data:image/png;base64,{coded}">'.encode()


def packed(text: str) -> bytes:
    return zipped(inner_zip=zipped(list_csv=text))


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "季度报告"
    message.set_content("见附件。")
    message.add_attachment(
        workbook(text), maintype="application", subtype="xlsx", filename="list.xlsx"
    )
    return message.as_bytes()


KINDS: dict[str, tuple[str, Write]] = {
    "text": ("list.csv", str.encode),
    "Word": ("report.docx", word),
    "Word's properties": ("report.docx", word_properties),
    "words for a picture in Word": ("report.docx", word_picture),
    "workbook": ("report.xlsx", workbook),
    "hidden sheet": ("report.xlsx", hidden_sheet),
    "comment of a sheet": ("report.xlsx", sheet_comment),
    "properties of a workbook": ("report.xlsx", workbook_properties),
    "slides": ("training.pptx", slides),
    "PDF": ("report.pdf", pdf),
    "properties of a PDF": ("report.pdf", pdf_properties),
    "attachment of a PDF": ("report.pdf", pdf_attachment),
    "page": ("dashboard.html", page),
    "picture in a page": ("dashboard.html", page_with_picture),
    "picture": ("chart.png", picture),
    "photo": ("chart.jpg", photo),
    "zip in a zip": ("packs.zip", packed),
    "mail": ("report.eml", mail),
}
