"""Other people's files as course files: Word, PowerPoint, GIFT, Aiken, Moodle XML, Word-style lists.

Pure functions from bytes to Markdown; they know no database and report whatever is lost.
"""
