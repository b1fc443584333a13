"""Checks a course folder and compiles it: pure, any input gives a course or diagnostics."""
