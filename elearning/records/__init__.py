"""What an ASN has earned: frozen completions, the history chain and the totals kept beside them.

May import core, accounts, competencies, courses and quizzes.
"""
