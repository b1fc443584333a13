"""The export of completion records: chosen, logged, made at once or by the worker, kept.

The table's columns, its formats and the ZIP of certificates are here; recaps and kept exports
build on them.
"""
