"""Carrying out an order: which places get which values on which days. Joins the caller's transaction.

Every function takes the change it writes for and the order, and returns the units it made, by their part.
Back-dated changes follow what happened later: a place under a parent that moved afterwards moves with it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xiangyun.core.errors import BadInput

from .acting import acting_name
from .models import TERRITORIAL, Change, Line, Placement, Succession, Unit
from .orders import Close, Found, Join, Leave, Mark, Merge, Move, Order, Part, Rename, Reopen, Split
from .paths import SLOT, child_path, parent_path, slot
from .queries import place_of
from .redating import Span, Values, place, redate, span_of
from .successions import succeed

AFTER_DIVISIONS = "~"
"""Sort key: institutions follow the divisions of the same place, in the order they were added."""
Made = dict[str, list[Unit]]


def carry_out(change: Change, order: Order) -> Made:
    """Do what an order says from the change's day on. Raises BadInput or NotVisible; nothing is half done."""
    return _BY_ORDER[type(order)](change, order)


def _found(change: Change, order: Found) -> Made:
    kind = Unit.Kind.INSTITUTION if order.level is None else Unit.Kind.DIVISION
    if not order.name.strip() or (order.level is None and not order.type.strip()):
        raise BadInput("institution_needs_name_and_type" if order.level is None else "blank_name")
    parent = place_of(order.under, change.on)
    _check_level(order.level, parent)
    name = order.name.strip()
    is_reached = order.in_use and _reaches_below(parent)
    acts = order.acting_name or (acting_name(name, order.level) if order.level and is_reached else "")
    unit = Unit.objects.create(
        kind=kind,
        level=order.level,
        name=name,
        acting_name=acts,
        type=order.type.strip(),
        mark=order.mark,
        is_sample=order.is_sample,
        sort_key=order.sort_key or (AFTER_DIVISIONS if order.level is None else ""),
    )
    own = {"unit_id": unit.pk, "name": name, "acting_name": acts, "in_use": is_reached}
    _stand(change, [(Span(change.on), own)], unit, order.under, TERRITORIAL)
    return {"subject": [unit]}


def _reaches_below(parent: Placement) -> bool:
    """What stands below a row that only fills its level is reached, though the row is not."""
    return parent.in_use or Unit.objects.get(pk=parent.unit_id).mark == Unit.Mark.FILLER


def _check_level(level: int | None, parent: Placement) -> None:
    """A division stands under one of a higher level; an institution anywhere."""
    above = Unit.objects.get(pk=parent.unit_id)
    if level is not None and (above.level is None or above.level >= level):
        raise BadInput("parent_not_above")


def _stand(change: Change, own: Iterable[tuple[Span, Values]], unit: Unit, under: int | None, line: str) -> None:
    """Place a unit wherever its own spans meet its parent's; BadInput where the parent does not stand all the time."""
    pieces = []
    for span, values in own:
        for shared, above in _under(under, line, span):
            path = _path_below(above, unit, line)
            pieces.append(values | {"line": line, "path": path, "from_on": shared.start, "to_on": shared.end})
    place(change, pieces)


def _path_below(above: str, unit: Unit, line: str) -> str:
    return child_path(above, unit.pk, unit.level) if line == TERRITORIAL else above + slot(unit.pk)


def _under(parent: int | None, line: str, span: Span) -> Iterator[tuple[Span, str]]:
    """The parent's paths over a span, each with the days it holds; a top has the empty one."""
    if parent is None:
        yield span, ""
        return
    rows = Placement.objects.of_unit(parent).along(line).from_day(span.start).order_by("from_on")
    covered: Any = span.start
    for row in rows:
        if not span_of(row).meets(span):
            break
        if row.from_on > covered:
            break
        shared = span_of(row).shared(span)
        covered = shared.end
        yield shared, row.path
        if covered is None:
            return
    if covered != span.end:
        raise BadInput("parent_does_not_stand", on=str(covered))


def _rename(change: Change, order: Rename) -> Made:
    name = order.name.strip()
    if not name:
        raise BadInput("blank_name")
    before = place_of(order.unit, change.on)
    unit = Unit.objects.get(pk=order.unit)
    acts = order.acting_name.strip() or _acting_after(unit, before, name)
    if (name, acts) == (before.name, before.acting_name):
        raise BadInput("nothing_changes")
    rows = _run(order.unit, TERRITORIAL, change, lambda row: (row.name, row.acting_name))
    span = Span(change.on, rows[-1].to_on)
    every_line = Placement.objects.of_unit(order.unit).from_day(change.on).order_by("from_on")
    redate(change, list(every_line), span, lambda _: {"name": name, "acting_name": acts})
    return {}


def _acting_after(unit: Unit, before: Placement, name: str) -> str:
    """An acting body named by custom follows the new name; one with a name of its own keeps it."""
    if unit.level and before.acting_name == acting_name(before.name, unit.level):
        return acting_name(name, unit.level)
    return before.acting_name


def _run(unit: int, line: str, change: Change, same: Callable[[Placement], Any]) -> list[Placement]:
    """The unit's rows from the change's day on without a gap, as long as they are the same in what matters."""
    first = place_of(unit, change.on, line)
    rows = Placement.objects.of_unit(unit).along(line).filter(from_on__gt=first.from_on).order_by("from_on")
    run = [first]
    for row in rows:
        if row.from_on != run[-1].to_on or same(row) != same(first):
            break
        run.append(row)
    return run


def _move(change: Change, order: Move) -> Made:
    unit = Unit.objects.get(pk=order.unit)
    run = _run(order.unit, TERRITORIAL, change, lambda row: row.path)
    path = run[0].path
    parent = place_of(order.under, change.on)
    if parent.path.startswith(path):
        raise BadInput("under_itself")
    if path == _path_below(parent.path, unit, TERRITORIAL):
        raise BadInput("nothing_changes")
    if unit.level is not None:
        _check_level(unit.level, parent)
    span = Span(change.on, run[-1].to_on)
    for shared, above in _under(order.under, TERRITORIAL, span):
        _repath(change, TERRITORIAL, path, _path_below(above, unit, TERRITORIAL), shared, with_top=True)
    return {}


def _repath(change: Change, line: str, old: str, new: str, span: Span, *, with_top: bool) -> None:
    """Everything at (or only below) a path stands below another one for a span."""
    places = Placement.objects.along(line).from_day(span.start)
    rows = list((places.within(old) if with_top else places.below(old)).order_by("path", "from_on"))
    redate(change, rows, span, lambda row: {"path": new + row.path[len(old) :]})


def _merge(change: Change, order: Merge) -> Made:
    into, made = _merged_into(change, order)
    if not order.units or into.pk in order.units:
        raise BadInput("merge_with_itself")
    for pk in order.units:
        old = Unit.objects.get(pk=pk)
        if (old.kind, old.level) != (into.kind, into.level):
            raise BadInput("merge_of_unlike_units")
        for row in _places_of(pk, change):
            _hand_over_below(change, row, into)
        _end(change, pk)
        succeed(change, old, into, "merge", has_ended=True)
    return made


def _hand_over_below(change: Change, row: Placement, into: Unit) -> None:
    """What stands below a unit while it holds this place stands below another one."""
    span = span_of(row).shared(Span(change.on))
    if not Placement.objects.along(row.line).from_day(span.start).below(row.path).exists():
        return
    for shared, path in _under(into.pk, row.line, span):
        _repath(change, row.line, row.path, path, shared, with_top=False)


def _merged_into(change: Change, order: Merge) -> tuple[Unit, Made]:
    """The unit that takes over: one that exists, perhaps with a new name, or a new one beside the first."""
    if order.into is None:
        return _beside(change, order.units[0] if order.units else 0, order.name)
    into, place = Unit.objects.get(pk=order.into), place_of(order.into, change.on)
    if order.name.strip() and order.name.strip() != place.name:
        _rename(change, Rename(into.pk, order.name))
    return into, {}


def _beside(change: Change, pk: int, name: str) -> tuple[Unit, Made]:
    """A new unit of the same level under the same parent."""
    row = place_of(pk, change.on)
    like = Unit.objects.get(pk=pk)
    under = _unit_at(parent_path(row.path))
    if under is None:
        raise BadInput("top_of_the_tree")
    order = Found(under, name, level=like.level, type=like.type, is_sample=like.is_sample)
    made = _found(change, order)
    return made["subject"][0], {"into": made["subject"]}


def _places_of(unit: int, change: Change) -> list[Placement]:
    """The unit's rows in all lines from the change's day on."""
    return list(Placement.objects.of_unit(unit).from_day(change.on).order_by("line", "from_on"))


def _split(change: Change, order: Split) -> Made:
    if not order.parts:
        raise BadInput("split_into_nothing")
    old = Unit.objects.get(pk=order.unit)
    made: Made = {"into": []}
    for part in order.parts:
        new = _part(change, old, part, made)
        for child in part.children:
            if parent_path(place_of(child, change.on).path) != place_of(old.pk, change.on).path:
                raise BadInput("not_directly_below")
            _move(change, Move(child, new.pk))
        succeed(change, old, new, "split", has_ended=order.has_ended)
    if order.has_ended:
        _close(change, Close(old.pk))
    return made


def _part(change: Change, old: Unit, part: Part, made: Made) -> Unit:
    if part.unit is not None:
        if part.unit == old.pk:
            raise BadInput("split_into_itself")
        unit = Unit.objects.get(pk=place_of(part.unit, change.on).unit_id)
        if (unit.kind, unit.level) != (old.kind, old.level):
            raise BadInput("merge_of_unlike_units")
        return unit
    unit, _ = _beside(change, old.pk, part.name)
    made["into"].append(unit)
    return unit


def _close(change: Change, order: Close) -> Made:
    for row in _places_of(order.unit, change):
        below = Placement.objects.along(row.line).from_day(max(change.on, row.from_on)).below(row.path)
        if n := below.values("unit").distinct().count():
            raise BadInput("units_below", count=n)
    _end(change, order.unit)
    return {}


def _end(change: Change, unit: int) -> None:
    """From that day on it stands nowhere; refused where it took over from another one later."""
    place_of(unit, change.on)
    if Succession.objects.filter(new=unit, steps=1, on__gt=change.on).exists():
        raise BadInput("took_over_later")
    redate(change, _places_of(unit, change), Span(change.on), lambda _: None)


def _reopen(change: Change, order: Reopen) -> Made:
    unit = Unit.objects.get(pk=order.unit)
    rows = Placement.objects.of_unit(unit.pk).along(TERRITORIAL)
    last = rows.filter(to_on__lte=change.on).order_by("-to_on").first()
    if last is None or rows.from_day(change.on).exists():
        raise BadInput("not_closed")
    under = order.under or _unit_at(parent_path(last.path))
    if under is not None:
        _check_level(unit.level, place_of(under, change.on))
    own = {"unit_id": unit.pk, "name": last.name, "acting_name": last.acting_name, "in_use": last.in_use}
    _stand(change, [(Span(change.on), own)], unit, under, TERRITORIAL)
    return {}


def _unit_at(path: str) -> int | None:
    """The unit that a path ends in; none above a top."""
    return int(path[-SLOT:], 36) if path else None


def _mark(change: Change, order: Mark) -> Made:
    row = place_of(order.unit, change.on)
    if row.in_use == order.in_use:
        raise BadInput("nothing_changes")
    run = _run(order.unit, TERRITORIAL, change, lambda r: r.path)
    rows = list(Placement.objects.along(TERRITORIAL).from_day(change.on).within(row.path))
    levels = dict(Unit.objects.filter(pk__in=[r.unit_id for r in rows]).values_list("pk", "level"))
    lines = Placement.objects.filter(unit__in=levels).exclude(line=TERRITORIAL).from_day(change.on)
    rows += lines.order_by("line", "path", "from_on")  # a task along a line reaches them there
    redate(change, rows, Span(change.on, run[-1].to_on), lambda r: _marked(r, order, levels[r.unit_id]))
    return {}


def _marked(row: Placement, order: Mark, level: int | None) -> Values:
    """What is reached has an acting body; one without a name gets it by custom."""
    acts = row.acting_name or (acting_name(row.name, level) if level and order.in_use else "")
    return {"in_use": order.in_use, "acting_name": acts}


def _join(change: Change, order: Join) -> Made:
    if not Line.objects.filter(slug=order.line).exists():
        raise BadInput("no_such_line", line=order.line)
    unit = Unit.objects.get(pk=order.unit)
    if order.under == order.unit:
        raise BadInput("under_itself")
    in_line = Placement.objects.of_unit(unit.pk).along(order.line)
    if in_line.on(change.on).exists():
        _move_in_line(change, order, unit)
        return {}
    later = in_line.filter(from_on__gt=change.on).order_by("from_on").first()
    until = Span(change.on, later.from_on if later else None)  # from then on it has a place in the line already
    rows = Placement.objects.of_unit(unit.pk).along(TERRITORIAL).from_day(change.on).order_by("from_on")
    own = [(span_of(r).shared(until), r.values()) for r in rows if span_of(r).meets(until)]
    if not own or own[0][0].start > change.on:
        raise BadInput("stands_nowhere")
    _stand(change, own, unit, order.under, order.line)
    return {}


def _move_in_line(change: Change, order: Join, unit: Unit) -> None:
    run = _run(unit.pk, order.line, change, lambda row: row.path)
    path = run[0].path
    for shared, above in _under(order.under, order.line, Span(change.on, run[-1].to_on)):
        if above.startswith(path):
            raise BadInput("under_itself")
        _repath(change, order.line, path, _path_below(above, unit, order.line), shared, with_top=True)


def _leave(change: Change, order: Leave) -> Made:
    row = place_of(order.unit, change.on, order.line)
    places = Placement.objects.along(order.line).from_day(change.on)
    if n := places.below(row.path).values("unit").distinct().count():
        raise BadInput("units_below", count=n)
    redate(change, list(places.of_unit(order.unit)), Span(change.on), lambda _: None)
    return {}


_BY_ORDER: dict[type, Callable[[Change, Any], Made]] = {
    Found: _found,
    Rename: _rename,
    Move: _move,
    Merge: _merge,
    Split: _split,
    Close: _close,
    Reopen: _reopen,
    Mark: _mark,
    Join: _join,
    Leave: _leave,
}
