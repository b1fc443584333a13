"""Self-paced learning for Indonesia's civil servants: courses, quizzes, certificates and HR records.

`elearning.app` wires the packages; each package's docstring says what it is for and what it may import.
"""
