"""The first page, help and notices.

May import every package except demonstration and app.
"""
