"""On what a deadline hangs: events, conditions, the notice that ends it; working days."""

import json

from xiangyun.calendar.deadlines import ISSUED, Conditional, Deadline, Relative, Staged, UntilNotice, to_plain


def names_in(deadline: Deadline) -> tuple[str, ...]:
    """Each name once, in the order in which it is said; the notice's own issue is none, it is always known."""
    return tuple(dict.fromkeys(name for name in _names(deadline) if name != ISSUED))


def _names(deadline: Deadline) -> tuple[str, ...]:
    match deadline:
        case Relative(event=event):
            return (event,)
        case Conditional(condition=condition, then=then):
            return (condition, *_names(then))
        case UntilNotice(until=until):
            return (until,)
        case Staged(stages=stages):
            return tuple(name for stage in stages for name in _names(stage.due))
    return ()


def counts_workdays(deadline: Deadline) -> bool:
    """Whether working days decide its day."""
    plain = json.dumps(to_plain(deadline))
    return any(sign in plain for sign in ('"moves": true', '"working": true', '"unit": "working_day"'))
