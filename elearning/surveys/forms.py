"""The questionnaire as a form: radio buttons for every item, two texts that may stay empty."""

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from elearning.core.forms import PostForm
from elearning.core.typed import many_lines
from elearning.surveys.instrument import VALUES, Aspect, instrument
from elearning.surveys.operations import Answers

LONGEST_TEXT = 2000


class SurveyForm(PostForm):
    """What somebody answers; its fields are those of the instrument."""

    def of_aspect(self, aspect: Aspect) -> list[Field]:
        """Return the fields of an aspect."""
        return [self[item.code] for item in aspect.items]

    @property
    def texts(self) -> list[Field]:
        """The fields of the free texts."""
        return [self[text.code] for text in instrument().texts]

    @property
    def answers(self) -> Answers:
        """What was answered in a valid form."""
        values = {item.code: int(self[item.code].data) for item in instrument().items}
        return Answers(values, {field.name: field.data or "" for field in self.texts})


def survey_form() -> SurveyForm:
    """Return the form in the language of the page."""
    asked = instrument()
    scale = [
        SelectChoice(str(value), words.text)
        for value, words in zip(VALUES, asked.scale, strict=True)
    ]
    fields: dict[str, object] = {
        item.code: RadioField(
            item.text,
            choices=scale,
            validators=[InputRequired(_("Choose one of the five answers."))],
        )
        for item in asked.items
    }
    fields |= {
        text.code: TextAreaField(
            text.text,
            filters=[many_lines],
            validators=[Length(max=LONGEST_TEXT)],
            render_kw={"rows": "4", "maxlength": str(LONGEST_TEXT)},
        )
        for text in asked.texts
    }
    form: SurveyForm = type("AskedForm", (SurveyForm,), fields)()
    return form
