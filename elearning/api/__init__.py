"""API v1 for other systems: completions, histories, courses and certificates, read with tokens.

Every read is bound to the token's part of the organisation; nothing is changed through it.
"""
