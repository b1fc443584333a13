"""The catalogue's filters."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import SearchField, SelectField

from elearning.core.forms import PostForm
from elearning.courses.queries import Filters
from elearning.courses.search.stems import LONGEST_QUESTION
from elearning.learning.catalogue.contents import LEVELS

#: Lowest and highest JP of each choice.
HOURS = {"sampai-2": (None, 2), "3-4": (3, 4), "mulai-5": (5, None)}
HOURS_NAMES = {
    "sampai-2": _("Up to 2 JP"),
    "3-4": _("3 to 4 JP"),
    "mulai-5": _("5 JP or more"),
}


class CatalogueForm(PostForm):
    """Search and filters in the address; an unknown value counts as all."""

    class Meta:
        """A search changes nothing and carries no token."""

        csrf = False

    q = SearchField(_("Title"))
    kategori = SelectField(_("Category"), validate_choice=False)
    tingkat = SelectField(_("Level"), validate_choice=False)
    jp = SelectField(_("Learning hours"), validate_choice=False)

    def offer(self, categories: Sequence[str]) -> None:
        """Fill the lists."""
        self.kategori.choices = [("", _("All categories")), *((name, name) for name in categories)]
        self.tingkat.choices = [("", _("All levels")), *LEVELS.items()]
        self.jp.choices = [("", _("Any length")), *HOURS_NAMES.items()]

    def filters(self) -> Filters:
        """Return what the catalogue is narrowed to."""
        lowest, highest = HOURS.get(self.jp.data or "", (None, None))
        return Filters(
            words=self.q.data or "",
            category=offered(self.kategori),
            level=offered(self.tingkat),
            jp_from=lowest,
            jp_to=highest,
        )


class SearchForm(PostForm):
    """What somebody looks for, in the address."""

    class Meta:
        """A search changes nothing and carries no token."""

        csrf = False

    q = SearchField(_("What are you looking for?"))

    @property
    def question(self) -> str:
        """What was asked, without the blanks around it; nobody asks more than a few lines."""
        self.q.data = " ".join((self.q.data or "").split())[:LONGEST_QUESTION]
        return str(self.q.data)


def offered(field: SelectField) -> str:
    """Return what is chosen of a list, nothing when it is not in the list."""
    names = {choice[0] for choice in field.iter_choices()}
    return field.data if field.data in names else ""
