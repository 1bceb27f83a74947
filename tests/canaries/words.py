"""All that a file says, in the form in which a search finds it."""

import io
import re
import zipfile
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import pypdf
from lxml import etree

_HEADER = re.compile(rb"[A-Za-z-]+: ")
_LINES = re.compile(r"\s+")


def words(content: bytes) -> str:
    """Return all text in a file, without blanks: lines of a PDF break anywhere.

    Hidden sheets, comments, properties, headers and attached files are part of it.
    """
    if content.startswith(b"PK"):
        said = _of_archive(content)
    elif content.startswith(b"%PDF"):
        said = _of_pdf(content)
    elif _HEADER.match(content):
        said = _of_mail(message_from_bytes(content, policy=policy.default))
    else:
        said = unescape(content.decode())
    return _LINES.sub("", said)


def _of_archive(content: bytes) -> str:
    said = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            said.append(name)
            if name.endswith((".xml", ".rels", ".vml")):
                root = etree.fromstring(archive.read(name))
                said += root.itertext()
                said += [
                    value for each in root.iter() for value in each.attrib.values()
                ]
    return "".join(said)


def _of_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    return "".join([*pages, *map(str, (reader.metadata or {}).values())])


def _of_mail(mail: EmailMessage) -> str:
    said = [f"{name}{value}" for name, value in mail.items()]
    for part in mail.walk():
        said.append(part.get_filename() or "")
        if not part.is_multipart():
            data = part.get_payload(decode=True)
            said.append(words(data))
    return "".join(said)
