"""A draft and its texts: found, changed without losing anything, laid out as a folder."""
