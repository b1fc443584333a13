"""A draft's texts as they are shown: compiled, in blocks and questions, and compared."""
