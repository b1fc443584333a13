"""What every package stands on: settings, database, clock, access, markdown, languages, tables and files.

Knows nothing of learning and imports no other package of ours.
"""
