"""Exports that are kept under a name and repeated on a schedule."""
