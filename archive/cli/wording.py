"""How the command line speaks: what was typed wrongly is told in a sentence, and help names values by words.

Typer's own errors quote the libraries below it, which differ from version to version; here they are told once, from
what the errors know rather than from their texts.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from archive.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_REFUSALS: type[Exception] = typer.BadParameter.__mro__[2]
"""What Typer raises where a command can't be read; newer versions have a copy of their own of Click's."""
_EXTRA = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)")
"""What is not known from such an error but from its text."""


class Commands(TyperGroup):
    """All commands: each option's value is called by a word, and what can't be read is told in a sentence."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for command in (self, *(each for _, each in _all_below(self))):
            _in_words(command)

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command and end with its exit code."""
        for param in self.params:  # those for completion have come to them since
            _take(param)
        standalone_mode = options.pop("standalone_mode", True)
        try:
            code = super().main(*arguments, **(options | {"standalone_mode": False}))
        except _REFUSALS as error:
            if not standalone_mode:
                raise
            told = _told(error)
            typer.echo("\n".join(told), err=True) if told else None
            sys.exit(getattr(error, "exit_code", 2))
        except typer.Abort:
            if not standalone_mode:
                raise
            typer.echo("archive: Stopped; nothing was changed.", err=True)
            sys.exit(1)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def every_command(group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The commands below a group, each with the words that call it."""
    return ((names, one) for names, one in _all_below(group) if not hasattr(one, "commands"))


def _all_below(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        yield (*names, name), command
        if hasattr(command, "commands"):
            yield from _all_below(command, *names, name)


def _in_words(command: Any) -> None:
    """Let the help of a command call values by words: no names of types, no ranges in signs."""
    help_option = command.get_help_option

    def in_words(context: Any) -> Any:
        option = help_option(context)
        if option is not None:
            _name(option)
            _take(option)
        return option

    for param in command.params:
        _name(param)
        _take(param)
    command.get_help_option = in_words


def _name(param: Any) -> None:
    """Call the value of an option by a word, that of a flag and of an argument by none; choices are listed."""
    is_option = param.param_type_name == "option"
    if is_option and param.metavar is None and not param.is_flag:
        param.metavar = "N" if _is_number(param) else "TEXT" if _is_text(param) else None
    if not is_option or param.is_flag:
        param.display_type_rich = _nothing
    param._get_number_range_help_str = _nothing


def _take(param: Any) -> None:
    """Take what is left out, or text, as it is: for any other value Typer loads Pydantic, which takes as long again."""
    descriptor, checked = getattr(param, "type_descriptor", None), param.process_value
    if descriptor is None or "process_value" in vars(param):
        return
    kind, parser = descriptor.annotation, descriptor.parameter_info.parser
    is_many = param.multiple or param.nargs != 1
    make = _AS_TYPED.get(kind) if is_many else parser or _AS_TYPED.get(kind)

    def taken(context: Any, value: Any) -> Any:
        if value is None and not param.required:
            value = () if is_many else None
        elif make and value:
            value = make(value)
        elif parser or not isinstance(kind, type) or not isinstance(value, kind):
            return checked(context, value)
        return param.callback(context, param, value) if param.callback else value

    param.process_value = taken


_AS_TYPED: dict[Any, Callable[[Any], Any]] = {str: str, Path: Path, list[str]: tuple}


def _is_number(param: Any) -> bool:
    newer, older = getattr(param, "type_descriptor", None), getattr(param, "type", None)
    is_older = str(getattr(older, "name", "")).startswith(("integer", "float"))
    return is_older or getattr(newer, "annotation", None) in (int, float)


def _is_text(param: Any) -> bool:
    return getattr(getattr(param, "type_descriptor", None), "annotation", None) in (str, list[str])


def _nothing(**_: object) -> None:
    """What stands in help in place of a type's name."""


def _told(error: Any) -> list[str]:
    """The lines that say what is wrong with a command; none if its help has been shown instead."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return [error.message] if error.message.strip() else []
    path = error.ctx.command_path if getattr(error, "ctx", None) else "archive"
    return [harmless(f"{path}: {_sentence(_problem(error))}"), f"How it is used: {path} --help"]


def _problem(error: Any) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            return _no_option(error)
        case "MissingParameter" if error.param is not None:
            return f"{_called(error.param)} is missing: {getattr(error.param, 'help', None) or 'say what is meant'}"
        case "BadParameter":
            hint = error.param_hint or (_called(error.param) if error.param is not None else "")
            return f"{hint}: {_sentence(_reason(error))}" if hint else _reason(error)
        case "BadOptionUsage":
            return f"{error.option_name} needs a value"
        case "UsageError" if extra := _EXTRA.match(error.message):
            is_archive = extra[1].lower().endswith((".db", ".sqlite", ".sqlite3"))
            return f"'{extra[1]}' is one too many" + (f"; an archive is named as --db {extra[1]}" if is_archive else "")
    return str(error.format_message())


def _no_option(error: Any) -> str:
    name = error.option_name
    command = error.ctx.command if error.ctx else None
    if error.possibilities:
        return f"There is no option {name}; is {' or '.join(sorted(error.possibilities))} meant?"
    if any(param.name == "query" for param in getattr(command, "params", ())):
        return (
            f"There is no option {name}. A query that begins with a minus goes in quotes after two of them: "
            f'{error.ctx.command_path} -- "{name}…"'
        )
    return f"There is no option {name}."


def _reason(error: Any) -> str:
    """What is wrong with a value; of numbers in our words, for those of Typer differ from version to version."""
    bounded = error.param if hasattr(error.param, "min") else getattr(error.param, "type", None)
    least, most = getattr(bounded, "min", None), getattr(bounded, "max", None)
    if least is None and most is None:
        return str(error.message).removeprefix("Value error, ")
    bounds = [f"{word} {bound}" for word, bound in (("from", least), ("to", most)) if bound is not None]
    return f"write a whole number {' '.join(bounds)}"


def _called(param: Any) -> str:
    """A parameter as it is typed: '--limit', 'ID'."""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name.upper()).strip("[]…")


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", '"')) else ".")
