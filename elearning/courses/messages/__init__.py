"""What the checker says, in words: level, message and remedy by code."""
