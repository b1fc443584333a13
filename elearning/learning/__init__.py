"""The classroom: find a course, enrol, read, answer, complete.

May import everything from certificates down.
"""
