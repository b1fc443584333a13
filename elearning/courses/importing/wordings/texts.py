"""The words for what an import of texts and pictures loses: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

OF_TEXTS = {
    "picture-missing": Wording(
        "lost",
        _("The picture “%(name)s” is not in the file."),
        _("Put it into media/ and name it in the text."),
    ),
    "picture-kind": Wording(
        "lost",
        _(
            "A picture (kind: %(kind)s) is broken, too large or of a kind that browsers do not show."
        ),
        _("Save it as PNG, put it into media/ and name it in the text."),
    ),
    "picture-many": Wording(
        "lost",
        _("The file has more pictures than a course may hold; this one is left out."),
        _("Divide the file into several courses."),
    ),
    "picture-linked": Wording(
        "lost",
        _("The picture “%(name)s” lies on another site and became a link."),
        _("Put a copy into media/ if you may use it."),
    ),
    "picture-undescribed": Wording(
        "check",
        _("The picture “%(name)s” has no description, or only its file's name."),
        _("Describe between the square brackets what it shows."),
    ),
    "picture-described-by-machine": Wording(
        "check",
        _("The description of the picture “%(name)s” was written by a machine."),
        _("Read it and correct it."),
    ),
    "link": Wording(
        "lost",
        _("The link to “%(address)s” is left out; its text is kept."),
        _("Write a whole https address, or the lesson's file name."),
    ),
    "recording": Wording(
        "lost",
        _("Video, sound or an embedded page is left out: %(name)s"),
        _("Put the recording and its captions into media/, or write a link."),
    ),
    "table-merged": Wording(
        "check",
        _("Merged cells of a table were parted."),
        _("Look at the table and repeat or move texts where needed."),
    ),
    "table-nested": Wording(
        "check",
        _("A table inside a table became text."),
        _("Look at it; make a list of it or a table of its own."),
    ),
    "deep": Wording(
        "check",
        _("This text was nested too deeply; only its words are kept."),
        _("Set its lists and tables anew."),
    ),
    "formula": Wording(
        "check",
        _("A formula became plain text: “%(formula)s”"),
        _("Look at it; put a picture of the formula where the text does not do."),
    ),
    "text-box": Wording(
        "check",
        _("The text of a text box or shape now stands in the running text."),
        _("Look whether it stands at the right place."),
    ),
    "drawing": Wording(
        "lost",
        _("A drawing (SmartArt, chart or shape) is left out; its words were: “%(words)s”"),
        _("Save it as a picture in Word or PowerPoint, put it into media/ and describe it."),
    ),
    "chart": Wording(
        "lost",
        _("A chart is left out."),
        _(
            "Save it as a picture, put it into media/, describe it, and give its numbers as a table."
        ),
    ),
    "embedded": Wording(
        "lost",
        _("An embedded object (such as an Excel sheet) is left out."),
        _("Copy what matters of it as a table or picture."),
    ),
    "comment": Wording(
        "lost",
        _("A comment is left out: “%(text)s”"),
        _("Do what it asks for before publishing."),
    ),
    "inserted": Wording(
        "check",
        _("Tracked changes were taken as accepted; the file has %(count)s of them."),
        _("Read these places, or accept or reject the changes in Word and import again."),
    ),
    "header": Wording(
        "lost",
        _("The page header or footer is left out: “%(text)s”"),
        _("Nothing needs to be done if it only repeats the title."),
    ),
    "contents": Wording(
        "lost",
        _("The table of contents is left out; the course page lists the lessons itself."),
        _("Nothing needs to be done."),
    ),
    "note-lost": Wording(
        "lost",
        _("A footnote of a question is left out: “%(text)s”"),
        _("Put it into the question or the explanation."),
    ),
    "symbol": Wording(
        "lost",
        _("A sign of a special font could not be kept."),
        _("Look for gaps and type the sign anew."),
    ),
    "numbering": Wording(
        "check",
        _("A list numbered in its own way (such as %(label)s) keeps its numbers as text."),
        _("Look whether it still reads well."),
    ),
    "no-headings": Wording(
        "check",
        _("The document has no headings, so all of it became one lesson."),
        _("In Word give the titles the style Heading 1 and import again, or divide the file."),
    ),
    "headings-guessed": Wording(
        "check",
        _("The document has no heading styles; “%(heading)s” was taken for a heading."),
        _("In Word give the titles the styles Heading 1 and Heading 2 and import again."),
    ),
    "title-guessed": Wording(
        "check",
        _("The title “%(title)s” was taken from the file's name."),
        _("Write the course's title in course.md."),
    ),
    "lesson-empty": Wording(
        "lost",
        _("The heading “%(heading)s” has no text below it and became no lesson."),
        _("Write the lesson, or leave it."),
    ),
    "lesson-long": Wording(
        "check",
        _("The lesson “%(heading)s” has about %(words)s words."),
        _("Divide it: 600 to 1,200 words suit one sitting."),
    ),
    "question-maybe": Wording(
        "check",
        _("This looks like a question, but it has no key, so it stays a list."),
        _("Add Kunci: B below it and import again, or write it as a question."),
    ),
    "slide-empty": Wording(
        "lost",
        _("The slide has no text and no picture."),
        _("Nothing needs to be done."),
    ),
    "slide-untitled": Wording(
        "check",
        _("The slide has no title; its text follows the slide before."),
        _("Give the section a heading."),
    ),
    "slide-hidden": Wording(
        "lost",
        _("A hidden slide is left out."),
        _("Show it in PowerPoint and import again if it belongs to the course."),
    ),
    "slide-notes": Wording(
        "check",
        _("The speaker's notes became running text."),
        _("Rewrite them for reading: nobody speaks here."),
    ),
    "animation": Wording(
        "lost",
        _("Animations are left out."),
        _("Make sure that the order of the text still explains itself."),
    ),
}
