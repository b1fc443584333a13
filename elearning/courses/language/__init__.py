"""The course language: a folder's Markdown and front matter, read into drafts and rendered.

Knows no database; every slip is noted at its line.
"""
