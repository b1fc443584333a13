"""Writes course folders: new ones, published ones with their ids, one question changed."""
