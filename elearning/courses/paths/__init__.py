"""Learning paths: courses in an order, each with why it stands there."""
