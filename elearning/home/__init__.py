"""The first page and help; and what is held about people: shown, corrected, joined, erased.

May import every package except demonstration and app.
"""
