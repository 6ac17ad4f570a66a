"""The client: one kept-alive connection over loopback."""

from collections.abc import Mapping
from http.client import HTTPConnection


class Client:
    """A connection that is opened when first used and kept."""

    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = 60.0) -> None:
        self.connection = HTTPConnection(host, port, timeout=timeout)

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer to JSON."""
        return self._ask("POST", path, body, {"Content-Type": "application/json", **headers})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        self.connection.request(method, path, body, dict(headers))
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """Close it; the next question opens it again."""
        self.connection.close()
