"""Questions as learners see them, in a quiz or for practice: never with a key before it is due."""
