"""`xiangyun pack load FOLDER`: a pack brought to the site; prints what becomes of each object."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun pack load`."""
    parser.add_argument("folder", metavar="FOLDER", help="the folder of the pack")
    parser.add_argument("--issuer", required=True, metavar="CODE", help="the unit that issues the notice, by its code")
    parser.add_argument("--as", dest="account", required=True, metavar="POST", help="the officer's sign-in name")
    parser.add_argument("--plan", action="store_true", help="print the plan and write nothing")


def run(args: argparse.Namespace) -> int:
    """0 loaded or nothing to do, 2 refused. What was edited here or is published stays; nothing is deleted."""
    from xiangyun.cli.posts import acting_post
    from xiangyun.core.clock import working_now
    from xiangyun.packs.actions.load_pack import load_pack
    from xiangyun.packs.checking import check_pack
    from xiangyun.packs.plans import plan_load
    from xiangyun.units.queries import unit_by_code

    pack = check_pack(Path(args.folder)).pack
    actor, owner = acting_post(args.account, args.issuer), unit_by_code(args.issuer)
    plan = plan_load(pack, owner) if args.plan else load_pack(actor=actor, owner=owner, pack=pack, at=working_now())
    for step in plan.steps:
        print(f"{step.fate:<12}{step.kind:<9}{step.key}")
    said = "to do" if args.plan else "done"
    print(f"{len(plan.to_apply)} {said}" if plan.to_apply else "nothing to do")
    return 0
