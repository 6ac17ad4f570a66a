"""`python -m xiangyun.cli`: the same as the command `xiangyun`."""

import sys

from . import main

sys.exit(main())
