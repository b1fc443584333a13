"""Taking a quiz: its front page, an attempt from opening to result, and asking for one more."""
