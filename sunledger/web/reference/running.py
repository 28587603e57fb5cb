"""Pages about running a site: its settings, and the commands."""

import ast
from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.core.management import load_command_class

from sunledger import settings
from sunledger.__main__ import commands, main_help
from sunledger.web.reference.markdown import code, fenced, page, section, table


class Set(NamedTuple):
    """A setting: its name, what it is by default, and what the comment beside it says."""

    name: str
    default: str
    words: str


def settings_page() -> str:
    """Return the page about the settings of a site, read from the file that holds them."""
    source = Path(settings.__file__).read_text(encoding="utf-8")
    variables, numbers = [], []
    for statement, words in _statements(source):
        asked = list(_asked(statement, words))
        variables += asked
        if not asked and (name := _name(statement)).startswith("SUNLEDGER_"):
            numbers.append(Set(name, ast.unparse(_value(statement)), words))
    return page(
        "Settings of a site",
        section(
            "From the environment",
            "What differs between sites. `sunledger` reads these when it starts.",
            table(("variable", "default", "what it is"), map(_row, variables)),
        ),
        section(
            "In `sunledger/settings.py`",
            "Numbers of policy, each with its reason. Whoever wants others writes a settings file "
            "of their own that begins with `from sunledger.settings import *`, and names it in "
            "`DJANGO_SETTINGS_MODULE`.",
            table(("setting", "value", "what it is"), map(_row, numbers)),
        ),
    )


def _row(one: Set) -> tuple[str, str, str]:
    return code(one.name), code(one.default), one.words


def _statements(source: str) -> Iterator[tuple[ast.stmt, str]]:
    """Give each statement with the comment above it, or at its end."""
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        above: list[str] = []
        at = statement.lineno - 2
        while at >= 0 and lines[at].startswith("#"):
            above.insert(0, lines[at].lstrip("# "))
            at -= 1
        beside = lines[statement.lineno - 1].partition("  # ")[2]
        inside = ast.get_docstring(statement) if isinstance(statement, ast.FunctionDef) else ""
        inside = (inside or "").partition("\n")[0].removeprefix("Return ")
        yield statement, " ".join([*above, beside, inside]).strip()


def _asked(statement: ast.stmt, words: str) -> Iterator[Set]:
    """Give the variables that a statement asks the environment for."""
    for call in ast.walk(statement):
        if not isinstance(call, ast.Call):
            continue
        if ast.unparse(call.func) == "os.environ.get":
            name = ast.literal_eval(call.args[0])
            default = ast.literal_eval(call.args[1]) if len(call.args) > 1 else ""
            yield Set(name, default, words)
        given = {one.arg: one.value for one in call.keywords}
        if "env" in given:
            default = ast.unparse(given["default"])
            yield Set(ast.literal_eval(given["env"]), _plain(default), words)


def _plain(default: str) -> str:
    """Return a default that is put together, as people would write it."""
    words = {"f'sqlite:///{HOME / 'sunledger.sqlite3'}'": "sqlite:///site/sunledger.sqlite3"}
    return words.get(default.replace('"', "'"), default)


def _name(statement: ast.stmt) -> str:
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    target = statement.target if isinstance(statement, ast.AnnAssign) else target
    return target.id if isinstance(target, ast.Name) else ""


def _value(statement: ast.stmt) -> ast.expr:
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
    return value or ast.Constant("")


# --- commands ---------------------------------------------------------------------------------


def commands_page() -> str:
    """Return the page about the commands and their options."""
    return page(
        "Commands",
        fenced(main_help()),
        *(
            section(f"sunledger {name}", words, *_options(name))
            for name, words in commands().items()
        ),
    )


def _options(name: str) -> Iterator[str]:
    """Give the options of a command, and of what it has below it."""
    command = load_command_class("sunledger.web", name.replace(" ", "_"))
    if "add_arguments" not in vars(type(command)):
        return  # what it takes is Django's, for those who develop
    base = {action.dest for action in _base()}
    yield from _parser(command.create_parser("sunledger", name), base)


def _base() -> list[Action]:
    """Return the options that every command has and nobody needs to know."""
    from django.core.management.base import BaseCommand

    return BaseCommand().create_parser("sunledger", "x")._actions


def _parser(parser: ArgumentParser, base: set[str]) -> Iterator[str]:
    own = [one for one in parser._actions if one.dest not in base]
    plain = [one for one in own if not isinstance(one, _SubParsersAction)]
    yield table(("option", "what it does"), map(_option, plain))
    if parser.epilog:
        yield fenced(parser.epilog.strip())
    for action in own:
        if isinstance(action, _SubParsersAction):
            helps = {one.dest: one.help for one in action._choices_actions}
            for name, part in action.choices.items():
                title = f"{parser.prog} {name}"
                yield section(title, helps.get(name) or "", *_parser(part, base), level=3)


def _option(action: Action) -> tuple[str, str]:
    """Return an option as it is typed, and its help with the default in it."""
    words = (action.help or "") % (vars(action) | {"prog": "sunledger"})
    if action.choices:
        words += f" ({', '.join(map(str, action.choices))})"
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return code(action.metavar or action.dest), words
    takes = "" if action.nargs == 0 else f" {metavar}"
    return ", ".join(code(f"{one}{takes}") for one in action.option_strings), words
