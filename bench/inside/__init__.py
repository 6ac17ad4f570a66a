"""Programs that run inside a site: Django is set up, the answer is JSON on standard output."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def answer_with(work: Callable[[list[str]], Any]) -> None:
    """Set up Django for the site that the environment names, do the work, print what it gives."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyun.config.settings")
    django.setup()
    json.dump(work(sys.argv[1:]), sys.stdout, ensure_ascii=False)
