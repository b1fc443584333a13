"""The classroom: find a course, enrol, read, answer, complete.

May import everything from certificates down. A reader finds a course and joins it (`catalogue`),
reads and practises (`lessons`), writes at its paragraphs for themselves (`notes`) or to the trainers
(`feedback`), and takes quizzes (`attempts`), whose `questions` never show a key before it is due.
How far they are is their `enrolment`; what it brings in the end is `completion`.
"""
