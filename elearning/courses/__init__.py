"""Content folders, their language and checks, published revisions and the catalogue.

May import core, accounts and competencies.
"""
