"""Growing: the development history (riwayat) and the JP of the year.

May import everything from learning down.
"""
