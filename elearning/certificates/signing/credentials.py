"""What a signatory types each time: held by the caller alone, never printed, stored or in an error."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """The passphrase of a key and, where the service asks for it, whose it is."""

    passphrase: str = field(repr=False)
    #: 16 digits, asked for by BSrE only.
    nik: str = field(default="", repr=False)
