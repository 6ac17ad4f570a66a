"""Clients of the soak: each sends one return after another and sends again what was not acknowledged.

What the server acknowledged is written to a file and forced to disk before the next is sent: the file is the truth
that the database is held against.
"""

import json
import os
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any

from bench import daily_form
from bench.client import Client
from bench.site import TRANSIENT
from xiangyun.core.ids import uuid7

PAUSE = 0.05
"""Seconds before a return is sent again."""
BUSY = {500, 502, 503, 504}


class Acknowledged:
    """The file of what was acknowledged, one JSON object a line."""

    def __init__(self, file: Path) -> None:
        self.file, self._lock, self.count = file, Lock(), 0
        self._out = file.open("a", encoding="utf-8")

    def add(self, sent: Mapping[str, Any]) -> None:
        """Keep one, on disk when this comes back."""
        with self._lock:
            self._out.write(json.dumps(sent, ensure_ascii=False) + "\n")
            self._out.flush()
            os.fsync(self._out.fileno())
            self.count += 1

    def read(self) -> list[dict[str, Any]]:
        """All of them, from the file."""
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines()]


@dataclass(slots=True)
class Tally:
    """What the clients met: answers that never came, errors of the server, refusals, wrong answers."""

    no_answer: int = 0
    server_errors: int = 0
    again: int = 0
    wrong: list[str] = field(default_factory=list)


class Sender:
    """One client in a thread of its own, with a connection that it opens again when it breaks."""

    def __init__(self, address: str, port: int, seed: str, due: deque[dict[str, Any]], done: Acknowledged) -> None:
        self.client = Client(port, address, timeout=15)
        self.chance, self.due, self.done = Random(seed), due, done
        self.tally, self.stop, self.give_up = Tally(), Event(), Event()
        self.thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        """Until told to stop; what is under way then is sent until it is acknowledged, or given up with the run."""
        while not self.stop.is_set():
            try:
                duty = self.due.popleft()
            except IndexError:
                return
            self._send(duty)

    def _send(self, duty: Mapping[str, Any]) -> None:
        nil = self.chance.random() < 0.5
        values = {} if nil else daily_form.answer(self.chance)
        sent = {"uid": str(uuid7()), "period": duty["period"]["uid"], "nil": nil, "values": values}
        body = json.dumps(sent, ensure_ascii=False).encode()
        headers = {"Authorization": f"Bearer {duty['village']['token']}"}
        while not self._ask(body, headers, sent):
            self.tally.again += 1
            if self.give_up.wait(PAUSE):
                return
        self.done.add(sent | {"unit": duty["village"]["id"], "key": duty["period"]["key"]})

    def _ask(self, body: bytes, headers: Mapping[str, str], sent: Mapping[str, Any]) -> bool:
        """Whether the return was acknowledged. A refusal, or another answer than was sent, is kept as wrong."""
        try:
            status, answer = self.client.post("/api/v1/returns", body, headers)
        except TRANSIENT:
            self.client.close()
            self.tally.no_answer += 1
            return False
        if status in BUSY:
            self.tally.server_errors += 1
            return False
        said = json.loads(answer) if status == 200 else {}
        if {name: said.get(name) for name in sent} != sent:
            self.tally.wrong.append(f"{sent['uid']}: {status} {answer[:300].decode(errors='replace')}")
        return True
