"""Small office documents for tests: whole, with macros, fetching things, damaged."""

import io
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/x.xml" ContentType="application/vnd.{}+xml"/></Types>'
)
MAIN = {
    "docx": "openxmlformats-officedocument.wordprocessingml.document.main",
    "xlsx": "openxmlformats-officedocument.spreadsheetml.sheet.main",
    "pptx": "openxmlformats-officedocument.presentationml.presentation.main",
}
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{}" Target="https://contoh.go.id/x" TargetMode="External"/></Relationships>'
)


def document(parts: dict[str, str | bytes] | None = None, main: str = MAIN["docx"]) -> bytes:
    """Return a zip with the parts of a document; the same each time."""
    whole = {"[Content_Types].xml": TYPES.format(main), "_rels/.rels": "<Relationships/>"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (whole | (parts or {})).items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def docx() -> bytes:
    """Return a Word document."""
    return document({"word/document.xml": "<document/>"})
