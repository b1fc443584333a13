"""Files that cannot be taken at all; the sentence is translated where it is shown."""

from flask_babel import lazy_gettext as _

from elearning.core.errors import Refused

REASONS = {
    "large": _("The file is larger than %(limit)s MB. Make its pictures smaller or divide it."),
    "long": _("The text is longer than %(limit)s MB. Divide it into several files."),
    "empty": _("The file is empty."),
    "many": _("There are more than %(limit)s questions. Divide the file."),
    "no-questions": _("No question was found. Choose the format that the file really has."),
    "no-text": _("No text was found in the file. A scanned page is a picture: type its text."),
    "encoding": _("This is no text. Save the file as text in UTF-8 and try again."),
    "not-word": _("This is no Word document. Open it in Word and save it as .docx."),
    "not-slides": _("This is no PowerPoint file. Open it in PowerPoint and save it as .pptx."),
    "old-office": _(
        "This is an old or locked Office file. Remove its password and save it as .docx or .pptx."
    ),
    "damaged": _("The file is damaged. Open it in its own program and save it anew."),
    "swells": _("The file unpacks to far more than a document needs and was not opened."),
    "unread": _("The file cannot be read. Open it in its own program and save it anew."),
    "tired": _("Reading the file takes too much memory or time. Divide it into several files."),
    "xml-broken": _("The XML is broken in line %(line)s. Export the file anew."),
    "xml-dtd": _(
        "The XML defines entities of its own (DOCTYPE), which is not allowed. Remove them."
    ),
    "not-moodle": _("This XML is no Moodle quiz: it does not begin with <quiz>."),
    "no-format": _("The format cannot be told from the file. Choose it yourself."),
    "only-course": _(
        "A course can be made of a Word document (.docx), of a presentation (.pptx) and, in the"
        " studio, of a zip of a course folder. Choose one of these."
    ),
    "only-quiz": _("A quiz cannot be made of a PowerPoint file. Import it as a course."),
}


class ImportRefused(Refused):
    """A file that is not taken: the code of a reason, its words, and the sentence they make."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(str(REASONS[code]) % params)
        self.code = code
        self.params = params
