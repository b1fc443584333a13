"""The studio: trainers write courses on the web, from the first draft to the published revision."""
