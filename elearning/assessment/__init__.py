"""The trainer's desk after a quiz was taken: essays, figures, repairs, chances and longer time."""
