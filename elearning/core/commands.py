"""Commands in the language of `DEFAULT_LOCALE`: their help, click's own words, refused settings.

click asks the standard library's gettext, and so does what is said before there is an application.
Its catalogues are called `messages`, as ours is, so it only has to be shown where ours lies; the
texts of click and of every help are in it because `tools/messages.py` collects them.
"""

import os
from copy import copy
from gettext import bindtextdomain, gettext
from inspect import cleandoc
from typing import TypeVar

import click

from elearning.core.languages import FOLDER
from elearning.core.settings import Settings

C = TypeVar("C", bound=click.Command)


def speak() -> None:
    """Take the platform's language; before commands are loaded, for click asks early."""
    bindtextdomain("messages", str(FOLDER))
    os.environ["LANGUAGE"] = os.environ.get("DEFAULT_LOCALE") or Settings().default_locale


def translated(command: C) -> C:
    """Return a copy of a command, and of those in it, whose help is in the language spoken."""
    told = copy(command)
    told._help_option = None  # click keeps the words of the first time it is asked
    told.help = command.help and gettext(cleandoc(command.help))
    told.options_metavar = gettext("[OPTIONS]")
    told.params = [_explained(param) for param in command.params]
    if isinstance(told, click.Group):
        told.subcommand_metavar = gettext("COMMAND [ARGS]...")
        told.commands = {name: translated(each) for name, each in told.commands.items()}
    return told


def _explained(param: click.Parameter) -> click.Parameter:
    """Return a copy of a parameter whose help and kind of value are in the language spoken."""
    kinds = {
        "text": gettext("text"),
        "integer": gettext("integer"),
        "integer range": gettext("integer"),
    }
    told, told.type = copy(param), copy(param.type)
    told.type.name = kinds.get(param.type.name, param.type.name)
    if isinstance(told, click.Option):
        told.help = told.help and gettext(told.help)
    return told
