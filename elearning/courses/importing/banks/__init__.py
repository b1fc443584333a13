"""Question banks of other platforms: GIFT, Aiken, Moodle XML."""
