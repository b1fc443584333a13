"""Webhooks: other systems are told at once what was earned, replaced or revoked.

The history is the outbox: an entry is written in the transaction of what it records, and numbered
after the commit. Each webhook follows the numbers, so nothing is missed and nothing told twice.
"""
