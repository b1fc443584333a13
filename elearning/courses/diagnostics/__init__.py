"""What is wrong, where, and its remedy: noted, mended, guessed."""
