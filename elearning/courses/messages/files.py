"""What the checker says of files, front matter and media: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

FILES = {
    "folder-unreadable": Wording(
        "error",
        _("This folder cannot be read."),
        _("Check the path and its permissions."),
    ),
    "folder-name": Wording(
        "error",
        _("A folder named “%(slug)s” cannot be a course."),
        _("Name the folder with small letters, digits and hyphens, such as pelayanan-publik."),
    ),
    "folder-full": Wording(
        "error",
        _("The folder holds %(count)s files; at most %(limit)s are read."),
        _("Divide the course, or move files that it does not need elsewhere."),
    ),
    "course-missing": Wording(
        "error",
        _("The course has no course.md."),
        _("Add course.md with at least judul and jp between two lines of ---."),
    ),
    "course-empty": Wording(
        "error",
        _("The course has no lesson and no quiz."),
        _("Add a file such as 10-pengantar.md."),
    ),
    "file-not-plain": Wording(
        "error",
        _("This is a link or a special file, not a plain file."),
        _("Put the file itself in the course folder."),
    ),
    "file-unreadable": Wording(
        "error",
        _("This file cannot be read."),
        _("Check its permissions."),
    ),
    "file-large": Wording(
        "error",
        _("The file has %(size)s; at most %(limit)s is accepted."),
        _("Divide the text, or make the picture or recording smaller."),
    ),
    "file-lines": Wording(
        "error",
        _("The text has more than %(limit)s lines."),
        _("Divide it: a lesson takes about twenty minutes."),
    ),
    "file-binary": Wording(
        "error",
        _("This is not a text file."),
        _("Save it as plain text (UTF-8), not as a word processor's document."),
    ),
    "file-encoding": Wording(
        "error",
        _("The text is not written in UTF-8."),
        _("Save the file again with the encoding UTF-8."),
    ),
    "letters-apart": Wording(
        "warning",
        _("Letters with accents are stored in two pieces here, so a search does not find them."),
        _("Type the word anew, or save the file in the form NFC."),
    ),
    "file-name": Wording(
        "error",
        _("The file name does not say what the text is."),
        _(
            "Name a lesson 10-nama-materi.md and a quiz 20-nama-kuis.quiz.md: small letters, digits, hyphens."
        ),
    ),
    "file-unknown": Wording(
        "warning",
        _("This file is no part of a course."),
        _("Put pictures and recordings in media/, or remove the file."),
    ),
    "front-missing": Wording(
        "error",
        _("The file does not begin with a line of ---."),
        _("Begin with ---, then judul: …, then --- again."),
    ),
    "front-unclosed": Wording(
        "error",
        _("The second line of --- is missing."),
        _("Put --- on a line of its own after the last key."),
    ),
    "front-line": Wording(
        "error",
        _("This line is neither “key: value” nor a list item."),
        _("Write it as kunci: nilai, or begin it with a hyphen below its key."),
    ),
    "front-twice": Wording(
        "error",
        _("The key “%(key)s” stands here a second time; the first is in line %(first)s."),
        _("Keep one of the two."),
    ),
    "front-alias": Wording(
        "error",
        _("“%(key)s” and “%(other)s” are the same key."),
        _("Keep one of the two."),
    ),
    "front-older": Wording(
        "warning",
        _("The key “%(key)s” is understood, but is written “%(meant)s” today."),
        _("Write “%(meant)s:”."),
    ),
    "front-long": Wording(
        "error",
        _("The value of “%(key)s” is longer than %(limit)s characters."),
        _("Shorten it; long texts belong below the second ---."),
    ),
    "front-required": Wording(
        "error",
        _("The key “%(key)s” is missing."),
        _("Add a line “%(key)s: …” between the two ---."),
    ),
    "front-unknown": Wording(
        "warning",
        _("The key “%(key)s” is not known and has no effect."),
        _("Remove it."),
    ),
    "front-unknown-near": Wording(
        "warning",
        _("The key “%(key)s” is not known and has no effect."),
        _("Did you mean “%(meant)s”?"),
    ),
    "value-empty": Wording(
        "error",
        _("“%(key)s” has no value."),
        _("Write one after the colon."),
    ),
    "value-long": Wording(
        "error",
        _("“%(key)s” is longer than %(limit)s characters."),
        _("Shorten it."),
    ),
    "value-whole": Wording(
        "error",
        _("“%(key)s” is “%(value)s”, not a whole number from %(low)s to %(high)s."),
        _("Write a whole number, such as %(low)s."),
    ),
    "value-number": Wording(
        "error",
        _("“%(key)s” is “%(value)s”, not a number from %(low)s to %(high)s."),
        _("Write a number, with a comma before decimals."),
    ),
    "value-choice": Wording(
        "error",
        _("“%(key)s” does not know the value “%(value)s”."),
        _("Did you mean: %(known)s?"),
    ),
    "value-yes": Wording(
        "error",
        _("“%(key)s” is “%(value)s”, neither ya nor tidak."),
        _("Write ya or tidak."),
    ),
    "value-date": Wording(
        "error",
        _("“%(key)s” is “%(value)s”, which is no date."),
        _("Write the date as 2026-11-21."),
    ),
    "minutes-off": Wording(
        "warning",
        _("“menit” says %(minutes)s, but reading and answering take about %(estimate)s minutes."),
        _("Write menit: %(estimate)s, or remove the line: the estimate is shown then."),
    ),
    "value-slug": Wording(
        "error",
        _("“%(value)s” cannot be a name here (key “%(key)s”)."),
        _("Use small letters, digits and hyphens."),
    ),
    "value-competency": Wording(
        "error",
        _("“%(value)s” is not a competency with its level."),
        _("Write the code, a colon and a level from 1 to 5, such as INT: 2."),
    ),
    "value-code": Wording(
        "error",
        _("“%(key)s” is “%(value)s”, not a code of digits."),
        _("Write the SIASN code, such as 16."),
    ),
    "glossary-unreadable": Wording(
        "error",
        _("The glossary is not a readable CSV file."),
        _("Check the quotation marks in this line."),
    ),
    "glossary-columns": Wording(
        "error",
        _("The glossary has no columns “istilah” and “arti”."),
        _("Make istilah,arti the first line."),
    ),
    "glossary-row": Wording(
        "error",
        _("This row has no term, no meaning, or a meaning of more than %(limit)s characters."),
        _(
            "Write the term, a comma and a short meaning; put a meaning with commas in quotation marks."
        ),
    ),
    "glossary-twice": Wording(
        "warning",
        _("The term “%(term)s” stands in the glossary twice."),
        _("Keep one of the two."),
    ),
    "glossary-long": Wording(
        "error",
        _("The glossary has more than %(limit)s terms."),
        _("Keep the terms that this course needs."),
    ),
    "media-name": Wording(
        "error",
        _("This file name cannot be used in an address."),
        _("Use letters, digits, points, hyphens and underscores, without spaces."),
    ),
    "media-type": Wording(
        "error",
        _("This kind of file cannot be shown."),
        _("Use one of: %(known)s."),
    ),
    "media-content": Wording(
        "error",
        _("The file's content is not what its name says (%(mime)s)."),
        _("Save it again in the right format, or correct the end of its name."),
    ),
    "media-size-unknown": Wording(
        "warning",
        _("The picture does not tell its width and height, so the page jumps while it loads."),
        _("Save it again; an SVG needs width and height or a viewBox."),
    ),
    "media-dimensions": Wording(
        "error",
        _(
            "The picture measures %(width)s × %(height)s pixels; at most %(limit)s a side are shown."
        ),
        _("Make it smaller."),
    ),
    "media-unused": Wording(
        "warning",
        _("No text shows this file; it is not published."),
        _("Show it in a lesson, or remove it."),
    ),
    "captions-missing": Wording(
        "warning",
        _("The recording has no captions; who does not hear it misses it."),
        _("Put captions beside it in media/%(captions)s."),
    ),
    "captions-invalid": Wording(
        "error",
        _("The captions cannot be read here: “%(what)s”."),
        _(
            "Begin with WEBVTT and write each caption below its times, such as 00:01.000 --> 00:04.000."
        ),
    ),
    "office-locked": Wording(
        "error",
        _("The document is protected by a password, or of an old format."),
        _("Save it without a password as .docx, .xlsx or .pptx."),
    ),
    "office-macros": Wording(
        "error",
        _("The document contains macros or embedded programs."),
        _("Save it as a document without macros."),
    ),
    "office-outside": Wording(
        "error",
        _("The document fetches a template, picture or data from elsewhere when it is opened."),
        _("Put what it needs into the document itself, and break the link."),
    ),
    "office-broken": Wording(
        "error",
        _("The document is damaged, or is not what its name says."),
        _("Open it in your office program and save it again."),
    ),
    "svg-forbidden": Wording(
        "error",
        _("The drawing contains %(what)s, which could do harm."),
        _("Save it as “Plain SVG” without scripts, links or outside files."),
    ),
}
