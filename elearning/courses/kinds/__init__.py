"""The kinds of question: recognised in a draft, built, and how typed answers are read."""
