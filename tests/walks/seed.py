"""Seeds a site for a walk, in a process of its own: the real tree, made-up people, the pack's forms; no notice yet."""

from datetime import date, time

import django

django.setup()

from tests.elements import add_elements  # noqa: E402
from xiangyun.cli.demo.story import PACK, SITE, post_actor  # noqa: E402
from xiangyun.cli.demo.world import CITY, LIST, make_people, make_units  # noqa: E402
from xiangyun.cli.readiness import make_ready  # noqa: E402
from xiangyun.core.clock import instant  # noqa: E402
from xiangyun.core.models import Site  # noqa: E402
from xiangyun.forms.actions.store_form import store_form  # noqa: E402
from xiangyun.packs.folder import pack_folder  # noqa: E402
from xiangyun.packs.reading import read_pack  # noqa: E402
from xiangyun.units.queries import unit_by_code  # noqa: E402

DAY = date(2020, 3, 20)

problems = make_ready()
assert problems == [], problems
at = instant(date(2020, 2, 28), time(9))
Site.objects.update_or_create(id=1, defaults={"name": SITE, "is_demo": True, "working_on": DAY})
make_units(at)
make_people(at)
officer, city = post_actor("officer"), unit_by_code(CITY, LIST)
pack = read_pack(pack_folder(PACK)).pack
add_elements(officer, pack.elements, at)
for slug in ("daily-report", "seven-ones"):
    store_form(actor=officer, owner=city, slug=slug, source=pack.forms[slug], filename=f"{slug}.yaml", at=at)
