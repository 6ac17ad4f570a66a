"""Official lists in words: what is wrong with a file, what an edition changes, what can be decided."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.units.comparison import Kind
from xiangyun.units.decisions import OF_UNITS, Difference
from xiangyun.units.lists import Problem


def problem_words(problem: Problem) -> str:
    """One thing that is wrong with a file, with its line and what stands there."""
    words = {
        "blank": _("is empty"),
        "bad_code": _("is no code (up to 20 digits or letters)"),
        "bad_level": _("is no level from 1 to 5"),
        "code_twice": _("stands in the file twice"),
        "no_rows": _("the file has no row below its header"),
        "not_csv": _("the file is no csv"),
        "not_gzip": _("the file cannot be unpacked"),
        "not_printable": _("holds signs that cannot be printed"),
        "not_utf8": _("the file is not UTF-8"),
        "parent_not_above": _("is not of a level above this row"),
        "parent_unknown": _("is neither in the file nor in a list imported before"),
        "too_big": _("the file is too large"),
        "too_long": _("is longer than 120 signs"),
        "too_many_rows": _("the file has too many rows"),
        "wrong_header": _("the header must be code,name,level,parent_code"),
        "wrong_number_of_cells": _("a row has four cells, this one has another number"),
    }
    place = _("Line %(line)s") % {"line": problem.line} if problem.line else ""
    return " ".join(part for part in (place, problem.column, problem.value, words[problem.reason]) if part)


def kind_labels() -> dict[str, str]:
    """What becomes of the places that an edition touches."""
    return {
        Kind.ADDED: pgettext("in a list", "new"),
        Kind.GONE: pgettext("in a list", "gone"),
        Kind.RENAMED: pgettext("in a list", "renamed"),
        Kind.RESHAPED: pgettext("in a list", "written otherwise"),
        Kind.MOVED: pgettext("in a list", "moved"),
        Kind.MARKED: pgettext("in a list", "marked otherwise"),
        Kind.RECODED: pgettext("in a list", "another code"),
        Kind.MERGED: pgettext("in a list", "merged"),
        Kind.SPLIT: pgettext("in a list", "split off"),
        Kind.KEPT: pgettext("in a list", "stays as it is here"),
        Kind.CONFLICT: pgettext("in a list", "to be decided"),
    }


def why_words() -> dict[str, str]:
    """What a guess or a conflict rests on."""
    return {
        "changed_here_too": _("both the list and a change here gave it another name or place"),
        "parent_closed": _("the place above it was closed here"),
        "no_parent": _("nothing stands here above it"),
        "holds_others": _("something would still stand below it"),
        "in_another_list": _("another publisher's list still has it"),
        "closed_here": _("closed here though the list has it"),
        "name": _("same name in the same place"),
        "name_here": _("same name in the same place"),
        "stem": _("same name with another ending in the same place"),
        "several": _("several of this name in the same place, taken in their order"),
        "code": _("same code in the same place; neither name is found elsewhere"),
        "code_and_like_name": _("same code and a like name in the same place"),
        "like_name": _("a like name in the same place, and no other one like it"),
        "what_is_below": _("most of what stands below is the same"),
        "moved_with_its_name": _("its name is gone from there and new here"),
        "same_name": _("another body of the same name goes on in the same place"),
        "named_after_them": _("the new name is put together from those that are gone"),
        "decided": _("decided"),
    }


def action_words() -> dict[str, str]:
    """What can be decided about a row or a unit; with the value that goes with it."""
    return {
        "same": _("is the place with this code"),
        "hold": _("is the place with this code, which keeps its name and place here"),
        "add": _("is a new unit"),
        "split": _("was cut from the place with this code"),
        "leave_out": _("is not taken over"),
        "close": _("is no more, nothing followed it"),
        "merge": _("went into the row with this code"),
        "stand": _("goes on without the list"),
        "mark": _("is outside selectors: zone or quasi"),
        "keep": _("stays in use"),
        "place": _("stands under the row with this code"),
    }


def actions_for(difference: Difference) -> Sequence[str]:
    """What fits: for a unit that the list no longer has, or for a row."""
    proposed = difference.proposal.action if difference.proposal else ""
    is_unit = proposed in OF_UNITS or difference.about.split(":")[0] == Kind.GONE
    first = ("close", "merge", "stand") if is_unit else ("same", "hold", "add", "split", "leave_out", "place", "mark")
    return first if is_unit or proposed in {"", *first} else (proposed, *first)


def about_words(difference: Difference) -> str:
    """What is to be decided: what happened, and what the guess rests on."""
    kinds, _colon, why = difference.about.partition(": ")
    labels, reasons = kind_labels(), why_words()
    happened = "、".join(labels.get(kind, kind) for kind in kinds.split("+"))
    return " · ".join(part for part in (happened, reasons.get(why, why)) if part)
