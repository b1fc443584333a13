"""What HR sees of everybody: people and their JP, recaps, and the export of completion records.

Reads every package below it and is imported by home and app only. A folder for each kind of page;
they import one another one way only, in the order that the contract in pyproject.toml gives.
"""
