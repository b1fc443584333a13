"""The pictures and other files of a draft: examined, kept, named, sent."""
