"""Seeds a site for a walk, in a process of its own: the real tree, made-up people, the pack's forms; no notice yet."""

from datetime import date, time

import django

django.setup()

from xiangyun.cli.demo.story import SITE, post_actor, store_forms  # noqa: E402
from xiangyun.cli.demo.world import CITY, LIST, make_people, make_units  # noqa: E402
from xiangyun.cli.readiness import make_ready  # noqa: E402
from xiangyun.core.clock import instant  # noqa: E402
from xiangyun.core.models import Site  # noqa: E402
from xiangyun.units.queries import unit_by_code  # noqa: E402

DAY = date(2020, 3, 20)

problems = make_ready()
assert problems == [], problems
at = instant(date(2020, 2, 28), time(9))
Site.objects.update_or_create(id=1, defaults={"name": SITE, "is_demo": True, "working_on": DAY})
make_units(at)
make_people(at)
store_forms(post_actor("officer"), unit_by_code(CITY, LIST), at)
