"""HR's changes to people: a roster is read, compared, shown, applied as one change and undone.

Single people are added, changed, closed and released here too. May import accounts and notices.
"""
