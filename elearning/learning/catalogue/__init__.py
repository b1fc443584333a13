"""Finding a course: the catalogue, learning paths, search, and the page on which one joins it."""
