"""What the checker says of questions and quizzes: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

QUESTIONS = {
    "no-right": Wording(
        "error",
        _("No option is marked as right."),
        _("Put [x] before the right answer."),
    ),
    "many-right": Wording(
        "error",
        _("This question takes one right answer, but more are marked."),
        _("Keep one [x], or write {pilih=banyak} on the heading."),
    ),
    "all-right": Wording(
        "warning",
        _("Every option is right."),
        _("Add a wrong one, or the question asks nothing."),
    ),
    "one-option": Wording(
        "error",
        _("The question has only one option."),
        _("Add at least one more line that begins with - [ ]."),
    ),
    "no-options": Wording(
        "error",
        _("The question has no answers to choose."),
        _("Write each below the question as - [ ] …, the right one as - [x] …."),
    ),
    "two-option-lists": Wording(
        "error",
        _("The question has two lists of options."),
        _("Write the list in the question with plain bullets, without [ ]."),
    ),
    "option-unmarked": Wording(
        "error",
        _("This item stands among the options without [ ] or [x]."),
        _("Put [ ] or [x] before it, or part the lists with a sentence."),
    ),
    "option-empty": Wording(
        "error",
        _("The option has no text."),
        _("Write it after the brackets, or remove the line."),
    ),
    "option-nested": Wording(
        "warning",
        _("Marks below an option do not make options of their own; they are shown as text."),
        _("Move the line to the left margin if it is an option."),
    ),
    "option-glued": Wording(
        "error",
        _("A space is missing between the hyphen and the bracket."),
        _("Write - [x] …, not -[x] …."),
    ),
    "options-lost": Wording(
        "error",
        _("These options stand below no question."),
        _("Write the question above them in a line that begins with ###."),
    ),
    "options-numbered": Wording(
        "error",
        _("Options are not numbered."),
        _("Begin each with a hyphen: - [ ] …."),
    ),
    "same-option": Wording(
        "error",
        _("Two options have the same text; the first is in line %(first)s."),
        _("Reword or remove one."),
    ),
    "same-option-id": Wording(
        "error",
        _("The id “%(id)s” belongs to the option in line %(first)s too."),
        _("Give each option an id of its own."),
    ),
    "same-question": Wording(
        "error",
        _("The same question stands in line %(first)s."),
        _("Reword one, or give both an id such as {#soal-a}."),
    ),
    "same-question-id": Wording(
        "error",
        _("The id “%(id)s” belongs to the question in line %(first)s too."),
        _("Give each question an id of its own."),
    ),
    "stem-empty": Wording(
        "error",
        _("The question has no text."),
        _("Write it after ###."),
    ),
    "text-after-options": Wording(
        "error",
        _("Text after the options belongs to nothing."),
        _("Move it above the options, or begin it with > Pembahasan:."),
    ),
    "quote-stray": Wording(
        "error",
        _("This quote touches no option."),
        _("Indent it below its option, or begin it with > Pembahasan:."),
    ),
    "explanation-in-option": Wording(
        "warning",
        _("“Pembahasan:” stands in an option's feedback and is shown only with that option."),
        _("Put a blank line before it and begin it at the left margin."),
    ),
    "answer-and-options": Wording(
        "error",
        _("The question has options and also “Jawaban:”."),
        _("Keep one of the two."),
    ),
    "answer-misplaced": Wording(
        "error",
        _("“Jawaban:” counts only where it opens the last paragraph of the question."),
        _("Put a blank line before it and nothing but > Pembahasan: after it."),
    ),
    "answer-missing": Wording(
        "error",
        _("The answer is missing."),
        _("Write below the question, in a paragraph of its own: Jawaban: …."),
    ),
    "answer-empty": Wording(
        "error",
        _("Nothing stands after “Jawaban:”."),
        _("Write the answer; further ones after a semicolon."),
    ),
    "answer-anything": Wording(
        "error",
        _("“%(value)s” accepts every answer."),
        _("Write at least one letter or digit beside the asterisk."),
    ),
    "answer-marked": Wording(
        "error",
        _("The answer “%(value)s” holds marks that learners do not type."),
        _("Write it in plain letters; one asterisk stands for any text."),
    ),
    "answer-dash": Wording(
        "warning",
        _("This answer is taken as a text, not as a range of numbers."),
        _("Write a range with two dots, such as 28..32, or {jenis=isian} if a text is meant."),
    ),
    "answers-twice": Wording(
        "error",
        _("The question is answered in more than one way."),
        _("Keep one: “Jawaban:”, “Pasangkan:”, “Urutkan:” or [[…]]."),
    ),
    "number-unreadable": Wording(
        "error",
        _("“%(value)s” is not a number."),
        _("Write such as 30, 2,5, 30 ± 2 or 28..32."),
    ),
    "number-thousands": Wording(
        "warning",
        _("“%(value)s” is read as %(read)s: the dot parts thousands."),
        _("Write %(read)s if that is meant, or a comma for a decimal."),
    ),
    "range-reversed": Wording(
        "error",
        _("The range “%(value)s” runs from high to low, so no number fits."),
        _("Write the smaller number first; a tolerance has no minus sign."),
    ),
    "match-table": Wording(
        "error",
        _("“Pasangkan:” has no table below it."),
        _("Write a table of two columns right below: | left | right |."),
    ),
    "match-columns": Wording(
        "error",
        _("This row has %(count)s columns; matching takes two."),
        _("Write | left | right |; a bar inside a text is written \\|."),
    ),
    "match-empty": Wording(
        "error",
        _("The right side of this pair is empty."),
        _("Write it, or remove the row."),
    ),
    "match-same-left": Wording(
        "error",
        _("The same left side stands in line %(first)s."),
        _("Reword or remove one."),
    ),
    "match-few": Wording(
        "error",
        _("Matching needs at least two pairs with different right sides."),
        _("Add a row below the heading of the table; the heading itself is not a pair."),
    ),
    "match-picture": Wording(
        "error",
        _("A right side is shown in a list and can hold text only."),
        _("Put the picture on the left side."),
    ),
    "order-list": Wording(
        "error",
        _("“Urutkan:” has no numbered list below it."),
        _("Write the steps right below in their right order: 1. …, 2. …."),
    ),
    "order-few": Wording(
        "error",
        _("There is only one step to put in order."),
        _("Add at least one more."),
    ),
    "blank-empty": Wording(
        "error",
        _("This blank accepts nothing."),
        _("Write the answer between the brackets: [[answer]]."),
    ),
    "blank-missing": Wording(
        "error",
        _("The text has no blank."),
        _("Write the missing word in the text as [[answer]]."),
    ),
    "blank-hidden": Wording(
        "error",
        _("A blank stands where nobody can write: in a link, in code or in a picture."),
        _("Move it into plain text."),
    ),
    "weights-sum": Wording(
        "error",
        _("The weights above 0 add up to %(reached)s%%, not to 100%%."),
        _("Change them, or write {pilih=satu} if only one option may be chosen."),
    ),
    "weights-best": Wording(
        "error",
        _("The best option earns %(reached)s%%, not 100%%."),
        _("Give one option [100%%]."),
    ),
    "weight-unreadable": Wording(
        "error",
        _("“%(value)s” is not a weight."),
        _("Write such as [50%%], [-25%%] or [1/3]."),
    ),
    "kind-unknown": Wording(
        "error",
        _("“%(value)s” is no kind of question."),
        _("Did you mean: %(known)s?"),
    ),
    "setting-unknown": Wording(
        "warning",
        _("“%(key)s” is not known, so the braces are shown as text."),
        _("Did you mean “%(meant)s”?"),
    ),
    "setting-id": Wording(
        "error",
        _("“%(value)s” cannot be an id."),
        _("Use letters, digits, hyphens and underscores."),
    ),
    "setting-value": Wording(
        "error",
        _("“%(key)s” does not know the value “%(value)s”."),
        _("Write: %(known)s."),
    ),
    "setting-weight": Wording(
        "error",
        _("The weight “%(value)s” is not a number above 0."),
        _("Write such as bobot=2."),
    ),
    "setting-draw": Wording(
        "error",
        _("“ambil=%(value)s” is not a number of questions."),
        _("Write such as ambil=5."),
    ),
    "pool-heading": Wording(
        "warning",
        _("A heading with two number signs begins a pool of questions."),
        _("Write ## Kelompok: … for a pool, ### … for a question."),
    ),
    "pool-text": Wording(
        "warning",
        _("Text below a pool's heading is not shown."),
        _("Put it in the introduction, above the first heading."),
    ),
    "pool-small": Wording(
        "error",
        _("The pool draws %(draw)s questions but has only %(count)s."),
        _("Add questions, or lower ambil=."),
    ),
    "pool-empty": Wording(
        "error",
        _("The pool has no question."),
        _("Write one below it in a line that begins with ###."),
    ),
    "quiz-empty": Wording(
        "error",
        _("The quiz has no question."),
        _("Write one in a line that begins with ###."),
    ),
    "pass-unreachable": Wording(
        "error",
        _("Nobody can reach the pass mark: nothing here is graded."),
        _("Add graded questions, or remove nilai_lulus."),
    ),
    "first-attempt-final": Wording(
        "warning",
        _("Whoever fails the first attempt can never complete the course: only that score counts."),
        _("Write nilai_dipakai: terbaik or terakhir, or wajib: tidak."),
    ),
    "practised-question": Wording(
        "warning",
        _("The lesson “%(lesson)s” practises this very question."),
        _("Reword one, so that the quiz tests more than memory."),
    ),
    "leak-emphasis": Wording(
        "error",
        _("Only the right answer is emphasised, which gives it away."),
        _("Write all options in the same style."),
    ),
    "leak-told": Wording(
        "error",
        _("The right answer says of itself that it is right."),
        _("Remove the mark from its text: [x] is enough."),
    ),
    "leak-stem": Wording(
        "warning",
        _("The right answer stands word for word in the question or hint."),
        _("Reword the question."),
    ),
    "leak-file": Wording(
        "warning",
        _("A picture's file name tells which option is right or wrong."),
        _("Rename the file neutrally, such as gambar-a.svg."),
    ),
}
