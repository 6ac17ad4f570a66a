"""One import of an official list by the command's own code, in this process, into an empty tree.

Word: the file. The time is that of the whole command, reading the file included, once Django is set up.
"""

import io
import resource
from contextlib import redirect_stdout
from time import monotonic, process_time
from typing import Any

from bench.inside import answer_with


def load(words: list[str]) -> dict[str, Any]:
    """Seconds, processor seconds, the most memory used (megabytes), and how many units there are."""
    from django.db import connection

    from xiangyun.cli import main
    from xiangyun.units.models import Unit

    connection.ensure_connection()
    argv = ["units", "import", words[0], "--list", "stats", "--as-of", "2023-06-30", "--opens", "2020-01-01"]
    begun, used = monotonic(), process_time()
    with redirect_stdout(io.StringIO()):
        status = main(argv)
    took = {"seconds": monotonic() - begun, "cpu": process_time() - used, "status": status}
    return took | {
        "units": Unit.objects.count(),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    }


if __name__ == "__main__":
    answer_with(load)
