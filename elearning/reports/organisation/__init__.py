"""The pages on which HR changes the tree of units."""
