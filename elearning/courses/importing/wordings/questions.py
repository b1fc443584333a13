"""The words for what an import of questions loses: level, message, remedy by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.messages.wording import Wording

OF_QUESTIONS = {
    "unread-question": Wording(
        "lost",
        _("This question could not be read and is left out."),
        _("Compare it with the rules of its format, or write it by hand."),
    ),
    "unread-text": Wording(
        "lost",
        _("This text belongs to no question and is left out."),
        _("If it is a question, number it and give its options letters."),
    ),
    "description": Wording(
        "lost",
        _("A description without a question is left out: a quiz holds only questions."),
        _("Put its text into a lesson or into the question that needs it."),
    ),
    "kind-unknown": Wording(
        "lost",
        _("Questions of the kind “%(kind)s” do not exist here; it is left out."),
        _("Write it as another kind of question."),
    ),
    "calculated": Wording(
        "lost",
        _("A calculated question is left out: its numbers change with every attempt."),
        _("Write it as a numeric question with fixed numbers."),
    ),
    "random": Wording(
        "lost",
        _("A random question is left out: the quiz draws from pools instead."),
        _("Write ambil= on the heading of its pool."),
    ),
    "no-right": Wording(
        "check",
        _("No right answer was found for this question."),
        _("Mark the right option with [x]."),
    ),
    "key-strange": Wording(
        "lost",
        _("The key “%(key)s” names no option of this question."),
        _("Mark the right option with [x]."),
    ),
    "key-unused": Wording(
        "lost",
        _("The answer key names question %(number)s, which was not found."),
        _("Compare the numbers of the questions with those of the key."),
    ),
    "key-from-style": Wording(
        "check",
        _("The right answer was taken from the bold or coloured option."),
        _("Make sure that it is the right one."),
    ),
    "partial-answer": Wording(
        "lost",
        _("The answer “%(answer)s” earned %(share)s %% of the mark; it is left out."),
        _("Add it after Jawaban: if it should count fully."),
    ),
    "answer-feedback": Wording(
        "lost",
        _("Feedback on a single typed answer or pair is left out: “%(feedback)s”"),
        _("Put it into the explanation (> Pembahasan:)."),
    ),
    "outcome-feedback": Wording(
        "lost",
        _("Feedback for all right, partly right or wrong answers is left out: “%(feedback)s”"),
        _("Put what matters of it into the explanation (> Pembahasan:)."),
    ),
    "answer-sign": Wording(
        "check",
        _("The answer “%(answer)s” holds signs that mean something here; * stands in their place."),
        _("Make sure that the answer with * accepts what you mean."),
    ),
    "case": Wording(
        "lost",
        _("Here capital and small letters are the same in typed answers."),
        _("If the case decides, make it a question with options."),
    ),
    "number-error": Wording(
        "check",
        _("“%(answer)s” is no number that is understood here; it became a short answer."),
        _("Write it as 30 ± 2 or 28..32."),
    ),
    "unit": Wording(
        "lost",
        _("Units of a numeric answer are left out."),
        _("Say in the question which unit is asked for."),
    ),
    "weight-odd": Wording(
        "check",
        _("The shares of the right options add up to %(sum)s %%, not to 100 %%."),
        _("Correct the percentages in the brackets."),
    ),
    "options-repeated": Wording(
        "check",
        _("Two options have the same text."),
        _("Reword one of them or remove it."),
    ),
    "hints": Wording(
        "check",
        _("Several hints became one."),
        _("Shorten it to what helps most."),
    ),
    "penalty": Wording(
        "lost",
        _("Penalties for further tries are left out."),
        _("The quiz's percobaan: says how often it may be taken."),
    ),
    "tags": Wording(
        "lost",
        _("Tags and numbers of the question bank are left out: %(tags)s"),
        _("Nothing needs to be done."),
    ),
    "grader-notes": Wording(
        "check",
        _("The notes for graders became the rubric of the essay."),
        _("Write one criterion in each line."),
    ),
    "template": Wording(
        "lost",
        _("The text that stood ready in the answer box is left out."),
        _("Put it into the question if it is needed."),
    ),
    "category": Wording(
        "check",
        _("The nested category “%(category)s” became one pool."),
        _("Rename or merge pools as you like."),
    ),
    "gap-options": Wording(
        "check",
        _("A gap with a list to choose from became a gap to type into."),
        _("Make sure that people can know the exact word."),
    ),
    "gap-numeric": Wording(
        "check",
        _("A gap that took a stretch of numbers takes only “%(answer)s” now."),
        _("Add more accepted answers after a semicolon, or make it a numeric question."),
    ),
    "gap-none": Wording(
        "lost",
        _("A gap without a right answer became plain text."),
        _("Write its answer in double square brackets."),
    ),
    "drag-group": Wording(
        "check",
        _("Words to drag became gaps to type into; wrong words are left out."),
        _("Make sure that people can know the exact word."),
    ),
    "matching-repeated": Wording(
        "check",
        _("Several left sides share one right side."),
        _("Make sure that the pairs are still clear."),
    ),
    "pairs-few": Wording(
        "lost",
        _("A matching question with fewer than two pairs is left out."),
        _("Write it as a question with options."),
    ),
    "long-answer": Wording(
        "lost",
        _("The key “%(answer)s” is a whole sentence, so this became an essay."),
        _("Write criteria for grading below Esai."),
    ),
}
