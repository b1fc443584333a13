"""A person in a course: who may read, joining, how far one is, learning it again."""
