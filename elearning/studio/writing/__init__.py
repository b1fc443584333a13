"""A trainer writes: the outline of a draft, its texts, their settings and questions as forms."""
