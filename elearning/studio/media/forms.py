"""Files that are sent, and their names."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, StringField

from elearning.core.forms import PostForm, plain


class UploadForm(PostForm):
    """Files for a draft."""

    berkas = MultipleFileField(_("Upload files"), render_kw={"required": True})


class NameForm(PostForm):
    """The name of one of the files on a page."""

    nama = StringField(_("Name"), filters=[plain], render_kw={"required": True})

    @classmethod
    def of(cls, key: int, **values: Any) -> "NameForm":
        """Return the form of the file with a key; its field has an id of its own."""
        form = cls(**values)
        form.nama.id = form.nama.label.field_id = f"nama-{key}"
        return form
