"""One return of twenty fields through the API, beside the same rows by bare SQL in one transaction a return.

Which rows a return writes is not written down here: one is sent, what it left in the database is read, and the
baseline writes the same rows with other ids into a copy of the database.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from uuid import UUID

from bench import daily_form
from bench.client import Client
from bench.engines import Bare, quoted
from bench.measuring import Ended, Line, Plan, Side, in_turns
from bench.place import Place
from xiangyun.core.ids import uuid7

JOB = "a return of 20 fields, durable"
SITE, COPY = "bench_returns", "bench_returns_bare"
OWNERS = {  # table: the condition that finds a return's rows, and the values of what it asks for
    "forms_answer": "id = %s",
    "returns_return": "answer_id = %s",
    "forms_answerversion": "answer_id = %s",
}
LOOSE = {
    "core_steptaken": "subject_uid = %s",
    "facts_fact": "source_uid = %s",
    "audit_entry": "subject_uid = %s",
}
FIGURES = "measures_delta"
UNSEALED = {"seal": None, "prev_digest": "", "digest": ""}

Rows = list[tuple[str, dict[str, Any]]]


def run(place: Place, plan: Plan) -> Iterator[Line]:
    """Lines for each number of connections."""
    engine = place.engine
    with place.site(SITE) as site:
        site.command("migrate")
        world = site.inside("world", str(plan.villages), str(plan.days), "0")
        with place.copy(SITE, COPY), place.served(site):
            due = deque(_duties(world))
            rows = _rows_of_one(engine.connect(SITE), site.port, due.popleft())
            for_bare = deque(due)
            product = Side(lambda: Sender(site.port, due), place.reading(site))
            bare = Side(lambda: Writer(engine.connect(COPY), rows, for_bare), place.bare_reading())
            yield from in_turns(JOB, engine.name, product, bare, plan)
            place.weigh(site, "after returns were sent")


def _duties(world: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every village for every period, in a fixed random order."""
    pairs = [{"village": v, "period": p} for p in world["periods"] for v in world["villages"]]
    Random(11).shuffle(pairs)
    return pairs


class Sender:
    """Sends a new return each time."""

    def __init__(self, port: int, due: deque[dict[str, Any]]) -> None:
        self.client, self.due, self.chance = Client(port), due, Random(uuid7().int)

    def ask(self) -> bool:
        """Whether the return was taken."""
        duty = _next(self.due)
        return send(self.client, duty, str(uuid7()), daily_form.answer(self.chance)) == 200

    def close(self) -> None:
        self.client.close()


def _next(due: deque[dict[str, Any]]) -> dict[str, Any]:
    try:
        return due.popleft()
    except IndexError:
        raise Ended("every village answered every period: more villages are needed") from None


def send(client: Client, duty: Mapping[str, Any], uid: str, values: Mapping[str, Any]) -> int:
    """The status of sending one return."""
    body = json.dumps({"uid": uid, "period": duty["period"]["uid"], "values": values}, ensure_ascii=False)
    headers = {"Authorization": f"Bearer {duty['village']['token']}"}
    return client.post("/api/v1/returns", body.encode(), headers)[0]


def _rows_of_one(bare: Bare, port: int, duty: Mapping[str, Any]) -> Rows:
    """Send one return and read all rows that it wrote, in an order in which they can be written."""
    client, uid = Client(port), uuid7()
    if (status := send(client, duty, str(uid), daily_form.answer(Random(3)))) != 200:
        raise RuntimeError(f"the first return was answered with {status}")
    client.close()
    stored = bare.storable(uid)
    ((answer,),) = bare.run("SELECT answer_id FROM returns_return WHERE uid = %s", [stored])
    rows = [row for table, where in OWNERS.items() for row in _read(bare, table, where, answer)]
    rows += [row for table, where in LOOSE.items() for row in _read(bare, table, where, stored)]
    rows += _read(bare, FIGURES, "path = %s", duty["village"]["path"])
    bare.close()
    if sum(table == FIGURES for table, _ in rows) < len(daily_form.NUMBERS):
        raise RuntimeError("the worker folded the first return's figures before they were read: run again")
    return rows


def _read(bare: Bare, table: str, where: str, value: Any) -> Rows:
    columns = bare.columns(table)
    found = bare.run(f"SELECT {quoted(columns)} FROM {table} WHERE {where}", [value])
    return [(table, dict(zip(columns, row, strict=True))) for row in found]


class Writer:
    """Writes the rows of a return, as another village's and under other ids, each time."""

    def __init__(self, bare: Bare, rows: Rows, due: deque[dict[str, Any]]) -> None:
        self.bare, self.due = bare, due
        self.answer, *self.others = [self._statement(table, row) for table, row in rows]
        ((_, returned),) = [(t, r) for t, r in rows if t == "returns_return"]
        self.return_uid, self.unit = returned["uid"], returned["unit_id"]

    def _statement(self, table: str, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        columns = [name for name in row if name != "id"]
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table} ({quoted(columns)}) VALUES ({marks})"
        unsealed = UNSEALED if table == "audit_entry" else {}
        return sql, {name: self.bare.storable(unsealed.get(name, row[name])) for name in columns}

    def ask(self) -> bool:
        """True: whatever fails is raised."""
        duty, uid = _next(self.due), self.bare.storable(uuid7())
        village, period = duty["village"], duty["period"]
        own = {
            "unit_id": village["id"],
            "period_id": period["id"],
            "period": period["key"],
            "path": village["path"],
        }
        with self.bare.transaction():
            sql, row = self.answer
            ((answer,),) = self.bare.run(f"{sql} RETURNING id", self._values(row, uid, own))
            for sql, row in self.others:
                self.bare.run(sql, self._values(row, uid, own | {"answer_id": answer}))
        return True

    def _values(self, row: Mapping[str, Any], uid: UUID | str, own: Mapping[str, Any]) -> list[Any]:
        """Another village's values: what names the return or a row gets a new uid, the rest stays."""
        values = []
        for name, value in row.items():
            if value == self.return_uid:
                values.append(uid)
            elif name == "uid":
                values.append(self.bare.storable(uuid7()))
            else:
                values.append(own.get(name, value))
        return values

    def close(self) -> None:
        self.bare.close()
