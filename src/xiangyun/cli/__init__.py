"""The command line: arguments in, one action per record, counts out; the exit status is honest."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

OK, PROBLEMS, REFUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Command:
    """A command's words, the module that does it, one line of help, and whether it makes a demonstration."""

    words: tuple[str, ...]
    module: str
    summary: str
    is_demo: bool = False


COMMANDS = (
    Command(("serve",), "serve", "serve the site, with a worker beside it"),
    Command(("worker",), "worker", "run only the worker"),
    Command(("migrate",), "migrate", "bring the database up to this version"),
    Command(("admin", "open"), "admin_open", "open the account of a site's first administrator"),
    Command(("demo", "load"), "demo_load", "load the demonstration into an empty database", is_demo=True),
    Command(("demo", "code"), "demo_code", "print the sample administrator's code of now", is_demo=True),
    Command(("audit", "verify"), "audit_verify", "recompute the log's chain and hold it against its roots"),
    Command(("notice", "read"), "notice_read", "read a notice: its head and its clauses"),
    Command(("notice", "draft"), "notice_draft", "read a notice and keep it as a draft of its issuer"),
    Command(("notice", "publish"), "notice_publish", "publish a signed notice"),
    Command(("form", "check"), "form_check", "say whether a form is taken, and every reason why not"),
    Command(("pack", "check"), "pack_check", "say whether a pack holds together, and every mistake in it"),
    Command(("pack", "load"), "pack_load", "bring a pack to the site; print what becomes of each object"),
    Command(("pack", "export"), "pack_export", "write a notice of this site as a pack"),
    Command(("token", "issue"), "token_issue", "issue a machine's key for a post"),
    Command(("units", "import"), "units_import", "import an official list of units"),
    Command(("units", "show"), "units_show", "show what stands at and below a code"),
)
GROUPS = {
    "admin": "administrators",
    "demo": "the demonstration",
    "audit": "the log of who did what",
    "notice": "notices",
    "form": "forms",
    "pack": "notices as data",
    "token": "keys of machines",
    "units": "units and the official lists they come from",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 problems found, 2 refused or bad input."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = _chosen(words)
    module = import_module(f"xiangyun.cli.{command.module}") if command else None
    arguments = _parser(command, module).parse_args(words)
    if command is None or module is None:  # no command at all: argparse has ended the program for a wrong one
        _parser(None, None).print_help()
        return REFUSED
    try:
        return _run(command, module, arguments)
    except BrokenPipeError:  # whoever read has seen enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _chosen(words: Sequence[str]) -> Command | None:
    """The command that the words begin with, so that only its module is loaded."""
    for command in COMMANDS:
        if tuple(words[: len(command.words)]) == command.words:
            return command
    return None


def _parser(chosen: Command | None, module: ModuleType | None) -> argparse.ArgumentParser:
    """All commands by name, so that help lists them; arguments only for the one that was chosen."""
    top = argparse.ArgumentParser(prog="xiangyun", description="Runs a public-culture notice.")
    places = top.add_subparsers(title="commands", metavar="COMMAND")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in COMMANDS:
        place = places
        if len(command.words) > 1:
            group = command.words[0]
            if group not in groups:
                parser = places.add_parser(group, help=GROUPS[group], description=GROUPS[group])
                groups[group] = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
            place = groups[group]
        own = place.add_parser(command.words[-1], help=command.summary, description=command.summary)
        if command is chosen and module is not None:
            module.add_arguments(own)
    return top


def _run(command: Command, module: ModuleType, arguments: argparse.Namespace) -> int:
    """Run a command; what stops it is said in plain lines, without a traceback."""
    if command.is_demo:
        os.environ.setdefault("XIANGYUN_MODE", "demo")
    if not getattr(module, "NEEDS_DJANGO", True):
        return int(module.run(arguments))
    if lines := _set_up_django():
        print("\n".join(lines), file=sys.stderr)
        return REFUSED
    from django.db import OperationalError

    from xiangyun.core.errors import DomainError

    try:
        return int(module.run(arguments))
    except DomainError as error:
        detail = " ".join(f"{name}={value}" for name, value in error.detail.items())
        print(f"error: {error.reason} {detail}".rstrip(), file=sys.stderr)
    except OperationalError as error:
        print(f"error: database {str(error).strip()}", file=sys.stderr)
    return REFUSED


def _set_up_django() -> list[str]:
    """Load settings and apps; returns what is wrong with the configuration, one line each."""
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from pydantic import ValidationError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyun.config.settings")
    try:
        _ = settings.INSTALLED_APPS  # reads the settings, and with them the environment
    except ValidationError as error:
        return [f"XIANGYUN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
    except (ImproperlyConfigured, ValueError) as error:
        return str(error).splitlines()
    django.setup()
    return []
