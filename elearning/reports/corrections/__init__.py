"""Corrections of histories: proposed by one person, decided by another."""
