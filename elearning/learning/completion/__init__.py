"""What learning brings, in one transaction: the completion with its certificate, and corrections."""
