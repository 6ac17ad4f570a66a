"""Saves the newest published notice of a site as a pack, loads that, and holds the two against each other."""

import sys
from difflib import unified_diff
from pathlib import Path

import django

django.setup()

from xiangyun.cli.demo.story import post_actor  # noqa: E402
from xiangyun.core.clock import working_now  # noqa: E402
from xiangyun.notices.models import Notice  # noqa: E402
from xiangyun.notices.queries import notice_for  # noqa: E402
from xiangyun.packs.actions.load_pack import load_pack  # noqa: E402
from xiangyun.packs.checking import check_pack  # noqa: E402
from xiangyun.packs.exporting import export_notice, write_files  # noqa: E402

folder, at = Path(sys.argv[1]), working_now()
officer = post_actor("officer")
notice = notice_for(officer, Notice.objects.visible_to(officer).order_by("-pk").first().uid)
files = export_notice(officer, notice, "walked", at)
write_files(files, folder)
pack = check_pack(folder).pack
load_pack(actor=officer, owner=notice.owner, pack=pack, at=at)
again = notice_for(officer, Notice.objects.visible_to(officer).order_by("-pk").first().uid)
assert again.pk != notice.pk
found = export_notice(officer, again, "walked", at)
for name in files.keys() | found.keys():
    before, after = (side.get(name, b"").decode().splitlines() for side in (files, found))
    assert before == after, "\n".join([name, *list(unified_diff(before, after, lineterm=""))[:60]])
assert load_pack(actor=officer, owner=notice.owner, pack=pack, at=at).to_apply == ()
print(f"{len(pack.clauses.clauses)} clauses and {len(pack.tasks)} tasks, the same again")
