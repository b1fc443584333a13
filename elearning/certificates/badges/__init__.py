"""Offers certificates as Open Badges 3.0 that anyone can verify. May import what certificates may."""
