"""All that a file says, part by part, for a search; what cannot be read is refused."""

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import unescape
from pathlib import PurePath

import pypdf
from lxml import etree
from PIL import Image, UnidentifiedImageError

Part = tuple[str, str]

_OFFICE = (".docx", ".pptx", ".xlsx")
_XML = (".rels", ".svg", ".vml", ".xml")
_PLAIN = (".csv", ".json", ".txt", ".yml")
_IMAGES = (".jpeg", ".jpg", ".png")
_DEEPEST = 3
_MOST_UNPACKED_BYTES = 300 * 1024 * 1024
_DATA_URI = re.compile(r"data:(image/[a-z+]+);base64,([A-Za-z0-9+/=\s]+)")
_TAG = re.compile(r"<[^>]*>")
# Office files: what ends a line of text, and what holds only a piece of one.
_PARAGRAPHS = {"p", "tr", "row", "si", "c", "br", "tab", "cr"}
_PIECES = {"r", "t", "tspan"}


class UnreadableError(ValueError):
    """A file, or something in it, whose text nobody can be sure to have seen."""


def parts(name: str, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Yield (place, text) of a file: its name, its text and what else it carries.

    Hidden sheets, comments, properties, attached and packed files and the metadata of
    images are parts of it. Raises UnreadableError for a kind of file that it does not
    know and for one that is damaged or encrypted.
    """
    if depth > _DEEPEST:
        raise UnreadableError(f"{name}: packed more than {_DEEPEST} times")
    yield f"{name} (file name)", PurePath(name).name
    suffix = PurePath(name).suffix.lower()
    try:
        yield from _of_kind(suffix, name, content, depth)
    except UnreadableError:
        raise
    except Exception as error:
        # Whatever a reader stumbles over, the text behind it was not seen.
        raise UnreadableError(f"{name}: {type(error).__name__} when read") from error


def _of_kind(suffix: str, name: str, content: bytes, depth: int) -> Iterator[Part]:
    if suffix in _OFFICE or suffix == ".zip":
        yield from _of_archive(name, content, depth)
    elif suffix == ".pdf":
        yield from _of_pdf(name, content, depth)
    elif suffix in (".html", ".htm"):
        yield from _of_page(name, content.decode("utf-8-sig"), depth)
    elif suffix == ".eml":
        yield from _of_mail(name, content, depth)
    elif suffix in _IMAGES:
        yield from _of_image(name, content)
    elif suffix in _XML:
        yield from _of_xml(name, content, depth)
    elif suffix in _PLAIN:
        yield name, content.decode("utf-8-sig")
    elif PurePath(name).name.startswith("printerSettings"):
        # Comes with the empty presentation: text between settings, wide or narrow.
        yield name, content.decode("latin-1")
        yield name, content.decode("utf-16-le", "replace")
    else:
        raise UnreadableError(f"{name}: no kind of file that can be searched")


def _of_archive(name: str, content: bytes, depth: int) -> Iterator[Part]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > _MOST_UNPACKED_BYTES:
            raise UnreadableError(f"{name}: too large when unpacked")
        yield f"{name} (remark)", archive.comment.decode("utf-8")
        for member in members:
            if member.flag_bits & 1:
                raise UnreadableError(f"{name}: {member.filename} is encrypted")
            yield f"{name} (remark)", member.comment.decode("utf-8")
            # An Office file may call its relations just ".rels".
            place = f"{name}/{member.filename}"
            inside = archive.read(member)
            if member.filename.endswith(_XML):
                yield place, member.filename
                yield from _of_xml(place, inside, depth)
            else:
                yield from parts(place, inside, depth + 1)


def _of_xml(place: str, content: bytes, depth: int) -> Iterator[Part]:
    """Yield text by paragraph, row and cell: Word cuts a number into runs anywhere."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(content, parser)
    said: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            said.append(node.text or "")
        elif event == "end":
            kind = etree.QName(node).localname
            if kind in _PARAGRAPHS or (node.text and kind not in _PIECES):
                said.append("\n")
            said.append(node.tail or "")
        else:
            said += ["\n", node.text or "", "\n", node.tail or ""]
    yield from _without_images(place, "".join(said), depth)
    values = [value for node in root.iter("*") for value in node.attrib.values()]
    yield from _without_images(place, "\n".join(values), depth)


def _of_page(place: str, page: str, depth: int) -> Iterator[Part]:
    """Yield a page as it is written and as it is read, without its tags."""
    for text in (page, _TAG.sub("", page)):
        yield from _without_images(place, unescape(text), depth)


def _without_images(place: str, text: str, depth: int) -> Iterator[Part]:
    """Yield text, and the images that are written into it."""
    for number, found in enumerate(_DATA_URI.finditer(text), start=1):
        kind = found[1].removeprefix("image/").partition("+")[0]
        try:
            image = base64.b64decode("".join(found[2].split()), validate=True)
        except binascii.Error as error:
            raise UnreadableError(f"{place}: image {number} is damaged") from error
        yield from parts(f"{place} image {number}.{kind}", image, depth + 1)
    yield place, _DATA_URI.sub("", text)


def _of_pdf(name: str, content: bytes, depth: int) -> Iterator[Part]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    for number, page in enumerate(reader.pages, start=1):
        yield f"{name} page {number}", page.extract_text()
        for annotation in page.get("/Annots") or []:
            yield f"{name} page {number} (remark)", str(annotation.get_object())
    yield f"{name} (properties)", "\n".join(map(str, (reader.metadata or {}).values()))
    described = reader.root_object.get("/Metadata")
    if described is not None:
        data = described.get_object().get_data().decode("utf-8")
        yield f"{name} (properties)", data
    for bookmark in _titles(reader.outline):
        yield f"{name} (bookmarks)", bookmark
    for attached, files in reader.attachments.items():
        for file in files:
            yield from parts(f"{name}/{attached}", file, depth + 1)


def _titles(outline: list) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry)
        else:
            yield str(entry.title)


def _of_mail(name: str, content: bytes, depth: int) -> Iterator[Part]:
    mail = message_from_bytes(content, policy=policy.default)
    for header, value in mail.items():
        yield f"{name} {header}", str(value)
    for part in mail.walk():
        if part.is_multipart():
            continue
        data = part.get_payload(decode=True)
        attached = part.get_filename()
        if attached:
            yield from parts(f"{name}/{attached}", data, depth + 1)
        elif part.get_content_type() == "text/html":
            yield from _of_page(f"{name} (body)", part.get_content(), depth)
        elif part.get_content_maintype() == "text":
            yield f"{name} (body)", part.get_content()
        elif part.get_content_maintype() == "image":
            yield from _of_image(f"{name} (body)", data)
        else:
            raise UnreadableError(f"{name}: a part of {part.get_content_type()}")


def _of_image(name: str, content: bytes) -> Iterator[Part]:
    """Yield what is written beside the picture; what it shows cannot be read."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            told = [*image.info.values()]
    except (UnidentifiedImageError, OSError) as error:
        raise UnreadableError(f"{name}: no picture that can be opened") from error
    for value in told:
        written = value if isinstance(value, bytes) else str(value).encode()
        # Cameras and Windows write in any of them.
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield f"{name} (properties)", written.decode(coding, "replace")
