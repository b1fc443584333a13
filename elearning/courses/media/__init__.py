"""The files that lessons show: which may stand in a course, and what they may contain."""
