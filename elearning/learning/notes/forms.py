"""What readers write for themselves, as plain text."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SearchField, TextAreaField
from wtforms.validators import Length

from elearning.core.forms import PlainForm, PostForm, plain

LONGEST_NOTE = 2000
LONGEST_SEARCH = 100


class BookmarkForm(PostForm):
    """A paragraph, and whether it has a bookmark."""

    paragraf = HiddenField()
    tanda = HiddenField()


class NoteForm(PostForm):
    """A paragraph and its note; an empty one takes the note away."""

    paragraf = HiddenField()
    catatan = TextAreaField(_("Note"), filters=[plain], validators=[Length(max=LONGEST_NOTE)])


class NotesForm(PlainForm):
    """Search among one's own notes."""

    q = SearchField(_("Words in the note or paragraph"))

    @property
    def words(self) -> str:
        """What is searched for."""
        return (self.q.data or "")[:LONGEST_SEARCH]
