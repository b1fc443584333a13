"""Bookmarks and private notes at the paragraphs of lessons; nobody but their owner reads them."""
