"""What the board of the daily task at city level asks of the database, and a session of the officer who opens it.

Word: the officer's name. The statements are those of the board itself (`board_of`): not the page's further ones
for session, account, post and site, so that the baseline is not made slower than it need be.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from bench.inside import answer_with

STORED_AS = {date: "date", datetime: "datetime", UUID: "uuid"}


def look(words: list[str]) -> dict[str, Any]:
    """The board's address, the session's cookie, and every statement with its values."""
    from django.db import connection
    from django.test import Client

    from xiangyun.core.clock import working_now
    from xiangyun.notices.models import Task
    from xiangyun.people.acting import actor_for
    from xiangyun.people.models import Tenure
    from xiangyun.returns.board import board_of

    tenure = Tenure.objects.whole().get(account__username=words[0])
    task, statements = Task.objects.get(recurrence="daily"), []

    def keep(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        statements.append([sql, [_plain(value) for value in values or ()]])
        return execute(sql, values, many, context)

    actor, at = actor_for(tenure), working_now()
    with connection.execute_wrapper(keep):
        board = board_of(actor=actor, task_uid=task.uid, at=at)
    client = Client()
    client.force_login(tenure.account)
    return {
        "path": f"/boards/{task.uid}/",
        "cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()),
        "statements": statements,
        "rows": len(board.rows),
        "returned": board.top.counts["returned"],
    }


def _plain(value: Any) -> list[Any]:
    """A value with the name of its type, for JSON."""
    kind = STORED_AS.get(type(value))
    return [kind or "", str(value) if kind == "uuid" else value.isoformat() if kind else value]


if __name__ == "__main__":
    answer_with(look)
