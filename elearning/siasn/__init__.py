"""What became of completions at SIASN: sent, verified, rejected, and how it is found out.

May import everything up to `learning`; it never changes a completion.
"""
