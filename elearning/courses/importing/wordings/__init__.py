"""The words for what is lost between formats: level, message, remedy by code."""
