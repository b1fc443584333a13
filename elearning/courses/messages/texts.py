"""What the checker says of lessons and the course as a whole: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

TEXTS = {
    "refused": Wording(
        "error",
        _("%(reason)s"),
        _("Write this part more simply, then check again."),
    ),
    "unclosed": Wording(
        "error",
        _(
            "Nothing closes the code block or comment that begins here, so the rest of the file is lost."
        ),
        _("Close it with the same marks on a line of their own, or with -->."),
    ),
    "heading-skipped": Wording(
        "warning",
        _("The heading “%(detail)s” skips a level."),
        _("Use one number sign more than the heading above it, not two."),
    ),
    "heading-glued": Wording(
        "error",
        _("A heading needs a space after its number signs."),
        _("Write ### Judul, not ###Judul."),
    ),
    "dead-link": Wording(
        "error",
        _("The link “%(detail)s” leads to no file of this course."),
        _("Write the lesson's file name, such as 20-standar.md, or a whole https address."),
    ),
    "dead-anchor": Wording(
        "warning",
        _("No heading of this page has the address “#%(detail)s”."),
        _("Write the heading's words in small letters with hyphens."),
    ),
    "dead-anchor-near": Wording(
        "warning",
        _("No heading of this page has the address “#%(detail)s”."),
        _("Did you mean “%(meant)s”?"),
    ),
    "dead-heading": Wording(
        "warning",
        _("The link “%(detail)s” leads to a heading that is not there."),
        _("Write the heading's words in small letters with hyphens."),
    ),
    "dead-heading-near": Wording(
        "warning",
        _("The link “%(detail)s” leads to a heading that is not there."),
        _("Did you mean “%(meant)s”?"),
    ),
    "dead-link-near": Wording(
        "error",
        _("The link “%(detail)s” leads to no file of this course."),
        _("Did you mean “%(meant)s”?"),
    ),
    "missing-media-near": Wording(
        "error",
        _("The file “%(detail)s” is not in the course's media folder."),
        _("Did you mean “%(meant)s”?"),
    ),
    "marks-left": Wording(
        "warning",
        _("This is shown as it is typed: “%(detail)s”."),
        _("Leave no space between ] and ( or in a file's name, and close what you open."),
    ),
    "marks-foreign": Wording(
        "warning",
        _("This is shown as it is typed: “%(detail)s”."),
        _("Write **bold** or *italic* instead; other marks for letters are not known here."),
    ),
    "unsafe-link": Wording(
        "error",
        _("The link “%(detail)s” is of a kind that is not allowed."),
        _("Use https, http, mailto or tel, or a file of this course."),
    ),
    "missing-media": Wording(
        "error",
        _("The file “%(detail)s” is not in the course's media folder."),
        _(
            "Put it in media/ and write media/ before its name; pictures from other sites are not shown."
        ),
    ),
    "missing-alt": Wording(
        "error",
        _("The picture “%(detail)s” has no description."),
        _(
            "Describe between the square brackets what it shows: ![Alur layanan dari loket ke warga](…)."
        ),
    ),
    "dropped-html": Wording(
        "warning",
        _("%(detail)s is not shown: this HTML is not allowed."),
        _("If it is meant as text, put it in backticks: `%(detail)s`."),
    ),
    "unknown-box": Wording(
        "warning",
        _("The kind of box “%(detail)s” is not known; it is shown as catatan."),
        _("Use catatan, penting, contoh, dasar-hukum or tips."),
    ),
    "box-title": Wording(
        "error",
        _("The title of a box stands in quotation marks; without them the box is not shown."),
        _('Write !!! tips "Judul".'),
    ),
    "box-outside": Wording(
        "error",
        _("The text of this box is not indented, so the box is empty."),
        _("Begin each of its lines with four spaces."),
    ),
    "table-glued": Wording(
        "error",
        _("A table right below a sentence is not shown as a table."),
        _("Put a blank line before it."),
    ),
    "lists-differ": Wording(
        "warning",
        _("A list in this text is not shown as other Markdown programs show it."),
        _("Put a blank line before the list, and indent nested items by four spaces."),
    ),
    "lesson-empty": Wording(
        "error",
        _("The lesson has no text."),
        _("Write it below the second ---."),
    ),
    "lesson-large": Wording(
        "error",
        _(
            "The lesson weighs %(size)s KB with its pictures; at most %(limit)s KB suit a slow link."
        ),
        _("Make the pictures smaller (SVG or WebP), or divide the lesson."),
    ),
    "practice-heading": Wording(
        "error",
        _("A practice block begins with its question."),
        _("Write ### and the question in the block's first line."),
    ),
    "practice-nested": Wording(
        "error",
        _("A practice block inside a list, quote, box or other element would show its answers."),
        _("Put it at the left margin, on its own, with a blank line before it."),
    ),
    "key-reserved": Wording(
        "error",
        _("The key “%(key)s” stands in addresses for something else."),
        _("Rename the file, or give it an id: of its own."),
    ),
    "same-key": Wording(
        "error",
        _("The key “%(key)s” belongs to %(other)s too."),
        _("Rename one of the files, or give it an id: of its own."),
    ),
    "same-number": Wording(
        "warning",
        _("The number %(number)s stands before %(other)s too, so the order is by name."),
        _("Give each file a number of its own."),
    ),
    "jp-dishonest": Wording(
        "error",
        _("%(jp)s JP are %(needed)s minutes, but the course takes about %(estimate)s."),
        _("Write jp: %(most)s, or add what a learner has to do."),
    ),
    "jp-zero": Wording(
        "warning",
        _("The course gives no JP."),
        _("Once it is long enough, write its JP: 1 JP is 45 minutes."),
    ),
    "competency-unknown": Wording(
        "error",
        _("The competency “%(value)s” is not in the dictionary."),
        _("Use a code of the competency dictionary."),
    ),
    "prerequisite-unknown": Wording(
        "error",
        _("There is no course “%(value)s” to finish first."),
        _("Write the name of a published course's folder."),
    ),
    "prerequisite-cycle": Wording(
        "error",
        _("“%(value)s” itself requires this course, so nobody could begin."),
        _("Remove one of the prerequisites."),
    ),
}
