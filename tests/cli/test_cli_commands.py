"""The command line: every command has help, only the chosen one is loaded, and refusals are plain lines."""

import argparse
import subprocess
import sys

import pytest

from xiangyun import cli
from xiangyun.core.errors import BadInput


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: " ".join(command.words))
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([*command.words, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: xiangyun {' '.join(command.words)} ")


def test_help_loads_neither_django_nor_any_command():
    probe = (
        "import sys, contextlib, io\nfrom xiangyun.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    main(['--help'])\n"
        "print([name for name in sys.modules if name == 'django' or name.startswith('xiangyun.cli.')])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["audit"], ["audit", "nonsense"]], ids=" ".join)
def test_what_is_no_command_is_refused(words, capsys):
    try:
        status = cli.main(words)
    except SystemExit as ended:
        status = ended.code
    assert status == 2


def test_a_refusal_is_one_line(monkeypatch, capsys):
    def refuse(arguments: argparse.Namespace) -> int:
        raise BadInput("unknown_code", unit="999999", line=3)

    monkeypatch.setattr("xiangyun.cli.audit_verify.run", refuse)
    assert cli.main(["audit", "verify"]) == 2
    assert capsys.readouterr().err == "error: unknown_code unit=999999 line=3\n"
