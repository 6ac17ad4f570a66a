"""`xiangyun demo code`: the code that the sample administrator is asked for at this moment."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None but --help."""


def run(args: argparse.Namespace) -> int:
    """0 with the code; 2 in production, or where there is no sample administrator."""
    from django.conf import settings

    from .demo.second import code_now

    code = None if settings.MODE == "production" else code_now()
    if code is None:
        print("error: there is no sample administrator here whose secret can be read", file=sys.stderr)
        return 2
    print(code)
    return 0
