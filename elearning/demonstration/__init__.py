"""An invented agency whose people learn by the ordinary operations, for a first look.

May import every package except app.
"""
