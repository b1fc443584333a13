"""A broken rule, told to the person in a sentence."""


class Refused(Exception):  # noqa: N818
    """A rule forbids what was asked; the message says why and what to do next."""
