"""Who may do what: the table of `test_access`, and the world in which it is asked."""
