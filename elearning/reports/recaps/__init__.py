"""Recaps of JP on a day: as tables, or as papers to be signed."""
