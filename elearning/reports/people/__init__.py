"""The HR office's list of people with their JP, and one person's record."""
