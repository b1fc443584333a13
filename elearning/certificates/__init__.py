"""Numbers, renders and verifies certificates. May import core, accounts, courses, quizzes and records."""
