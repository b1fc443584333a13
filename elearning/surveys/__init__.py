"""What people say of a course that they have completed: asked once, counted without a name.

May import certificates and everything below it.
"""
