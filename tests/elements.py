"""Entries of a dictionary for tests, each added as its officer would."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from xiangyun.core.actor import Actor
from xiangyun.forms.actions.edit_element import edit_element
from xiangyun.forms.dictionary import ElementEntry


def add_elements(actor: Actor, entries: Iterable[Mapping[str, Any]], at: datetime) -> None:
    for entry in entries:
        edit_element(actor=actor, entry=ElementEntry(**entry), at=at)
