"""The dictionary of competencies that courses are tagged with.

May import core and accounts.
"""
