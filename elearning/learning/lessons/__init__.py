"""Reading a lesson: its page, its paragraphs, practising, and coming back to where one stopped."""
