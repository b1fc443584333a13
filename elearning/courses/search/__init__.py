"""The full-text index: what can be found of a course, kept in step, asked and quoted."""
