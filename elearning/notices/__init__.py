"""Notices: what a person is told, in the app and by e-mail as they choose.

Packages above call `operations.tell`; this one knows people and no learning.
"""
