"""The `sunledger` command: runs a sub-command, and turns what goes wrong into one line."""

import ast
import difflib
import os
import secrets
import sys
from pathlib import Path

from sunledger import __version__
from sunledger.core.uncollected import seldom

COMMANDS = Path(__file__).resolve().parent / "web" / "management" / "commands"
# Options that Django gives every command and that mean nothing to those who run a site.
HIDDEN = {"--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--version"}
# Commands that need no site: they sign nothing that lasts, so no key is made and no folder either.
WITHOUT_SITE = {
    *("screen", "quality", "exchange check", "province", "ties", "ocds", "readout", "examples"),
}
HELP = ("help", "-h", "--help")


def commands() -> dict[str, str]:
    """Return every sub-command with the first line of its docstring, without importing any.

    A file screen_try.py is the command of two words “screen try”.
    """
    files = sorted(COMMANDS.glob("[a-z]*.py"))
    return {file.stem.replace("_", " "): _first_line(file) for file in files}


def named(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the name of the sub-command that is asked for, of two words where there is one."""
    one, two = arguments[0], "_".join(arguments[:2])
    if two.isidentifier() and two != one and (COMMANDS / f"{two}.py").is_file():
        return two.replace("_", " "), arguments[2:]
    return one, arguments[1:]


def _first_line(file: Path) -> str:
    words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0]


def main_help() -> str:
    """Return what `sunledger` says when it is asked nothing in particular."""
    known = commands()
    width = max(map(len, known), default=0)
    lines = [f"  {name:<{width}}  {line}" for name, line in known.items()]
    return "\n".join(
        [
            "sunledger: supervise public power and public money in one checkable loop.",
            "",
            "Use: sunledger COMMAND [options]",
            "",
            *lines,
            "",
            "sunledger COMMAND --help   shows the options of one command",
            "sunledger --version        shows the version",
            "SUNLEDGER_HOME=folder      says where the site keeps its files (default: ./site)",
            "SUNLEDGER_DEBUG=1          shows where in the code an error arose",
        ]
    )


def unknown(name: str) -> str:
    """Return the sentence for a sub-command that does not exist, with the nearest that does."""
    near = difflib.get_close_matches(name, commands(), n=1)
    hint = f" Did you mean “sunledger {near[0]}”?" if near else ""
    return f"There is no command “{name}”.{hint} Run “sunledger help” to see all."


class Unknown(Exception):
    """There is no such sub-command."""

    returncode = 2


def run(name: str, arguments: list[str]) -> None:
    """Run one sub-command, in the language of the terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunledger.settings")
    if not WITHOUT_SITE.isdisjoint({name, " ".join([name, *arguments[:1]])}):
        os.environ.setdefault("SUNLEDGER_SECRET_KEY", secrets.token_urlsafe(48))
    import django
    from django.core.management import get_commands, load_command_class
    from django.utils import translation

    django.setup()
    # Ours stand first; Django's own are there for those who develop, and are not listed.
    module = name.replace(" ", "_")
    if (home := get_commands().get(module)) is None:
        raise Unknown(unknown(name))
    command = load_command_class("sunledger.web" if name in commands() else home, module)
    command.suppressed_base_arguments = HIDDEN
    command._called_from_command_line = True  # type: ignore[attr-defined]
    options = vars(command.create_parser("sunledger", name).parse_args(arguments))
    with translation.override(terminal_language(os.environ)):
        command.execute(*options.pop("args", ()), **options)


def terminal_language(environment: os._Environ[str] | dict[str, str]) -> str:
    """Return the language that the terminal asks for: Chinese when it says so, else English."""
    asked = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh-hans" if asked.startswith("zh") else "en"


def sentence(error: BaseException) -> str:
    """Return one line that says what went wrong."""
    from django.db import OperationalError, ProgrammingError

    words = " ".join(str(error).split())
    if isinstance(error, OperationalError | ProgrammingError):
        return f"The database could not answer ({words}). Has “sunledger migrate” been run?"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return words or type(error).__name__


def expected(error: BaseException) -> bool:
    """Whether the error was raised on purpose, with a sentence of its own."""
    from django.core.exceptions import ImproperlyConfigured, ValidationError
    from django.core.management import CommandError
    from django.db import DatabaseError

    ours = type(error).__module__.startswith(("sunledger.", "__main__"))
    return ours or isinstance(
        error, CommandError | DatabaseError | ImproperlyConfigured | ValidationError | OSError
    )


def complain(error: Exception) -> int:
    """Say one line about the error and return the exit code."""
    if os.environ.get("SUNLEDGER_DEBUG") == "1":
        raise error
    line = sentence(error)
    if not expected(error):
        line = f"Something unforeseen happened ({type(error).__name__}: {line}). "
        line += "Set SUNLEDGER_DEBUG=1 and run it again to see where."
    sys.stderr.write(f"sunledger: {line}\n")
    return int(getattr(error, "returncode", 1))


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    seldom()
    arguments = sys.argv[1:] if argv is None else argv
    name, rest = named(arguments) if arguments else ("help", [])
    if name == "--version":
        sys.stdout.write(f"sunledger {__version__}\n")
        return 0
    if name in HELP and rest and not rest[0].startswith("-"):
        name, rest = named(rest)[0], ["--help"]
    if name in HELP:
        sys.stdout.write(main_help() + "\n")
        return 0
    try:
        run(name, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        return complain(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
