"""Courses that people must complete: by which rule, until when, who is exempt, who is reminded.

It knows people, courses and completions; classroom, home page and HR office build on it.
"""
