"""A broken rule, told to the person in a sentence."""


class Refused(Exception):  # noqa: N818
    """A rule forbids what was asked; the message says why and what to do next.

    `about` names the value that must be another, so that a form can tell it at its field
    (`forms.accepted`); empty when no other value would help.
    """

    def __init__(self, sentence: object, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about
