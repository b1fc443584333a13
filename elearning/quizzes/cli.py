"""`elearning quizzes import`."""

from flask.cli import AppGroup

from elearning.courses.importing.cli import import_quiz

quizzes = AppGroup("quizzes", help="Bring in questions from elsewhere.")
quizzes.add_command(import_quiz)
