"""People, the organisation they work in, their roles and how they sign in.

May import core only.
"""
