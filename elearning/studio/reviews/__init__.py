"""Others read a draft and comment on it; its authors ask for that, a publisher gives it back."""
