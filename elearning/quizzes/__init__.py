"""Drawing a paper, holding an attempt, grading it: everything that decides a score.

May import core, accounts, competencies and courses (which hold the questions' text).
"""
