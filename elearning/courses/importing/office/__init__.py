"""Office documents: Word, with questions as lists, and PowerPoint."""
