"""How a draft came to be: every deed, two versions side by side, an old one restored."""
