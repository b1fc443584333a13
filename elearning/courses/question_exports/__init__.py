"""Published questions in the formats of other platforms; what these cannot say is reported."""
