"""One HTTP request as it came in."""

from __future__ import annotations

from dataclasses import dataclass

from requests.compat import unquote


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """`target` is the request line's, undecoded; `headers` are in the order they came, repeated ones too.

    `source_ip` is the client's address, `port` the one that it called.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    source_ip: str = "127.0.0.1"
    port: int = 80

    @property
    def path(self) -> str:
        """The path, undecoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The part after the question mark, undecoded."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str:
        """Return the header of this name in lower case, repeated ones joined by commas; "" without."""
        return ",".join(text for given, text in self.headers if given.lower() == name)


def decoded(path: str) -> str:
    """Decode a path as an HTTP API hands it on: all but `%25`, so that nobody decodes twice what was sent once."""
    return unquote(path.replace("%25", "%2525"), errors="replace")
