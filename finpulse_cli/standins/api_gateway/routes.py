"""Routes of an HTTP API, and choosing one as API Gateway does.

The most specific match wins: a full match of path and method, then one with a greedy variable (`{proxy+}`), then
`$default`. See "Routing API requests" in the page "Create routes for HTTP APIs" of AWS's developer guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from finpulse_cli.standins.api_gateway.request import decoded

DEFAULT = "$default"
_ANY = "ANY"


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request: its key as the API names it, and the decoded texts of its path variables."""

    route_key: str
    path_parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Route:
    key: str
    method: str
    parts: tuple[str, ...]

    @classmethod
    def parse(cls, key: str) -> _Route:
        method, _, path = key.partition(" ")
        return cls(key, method, _parts(path))

    @property
    def rank(self) -> tuple[bool, tuple[bool, ...], bool]:
        """Greater is more specific: not greedy, literal parts early, the method named."""
        return not self._is_greedy, tuple(_variable(part) is None for part in self.parts), self.method != _ANY

    def match(self, method: str, parts: tuple[str, ...]) -> Match | None:
        """Match a request; None where it is not this route's."""
        if self.method not in (method, _ANY):
            return None
        if self._is_greedy and len(parts) > len(self.parts):
            last = len(self.parts) - 1
            parts = (*parts[:last], "/".join(parts[last:]))
        if len(parts) != len(self.parts):
            return None
        return self._filled_in(parts)

    def _filled_in(self, parts: tuple[str, ...]) -> Match | None:
        found: dict[str, str] = {}
        for own, given in zip(self.parts, parts, strict=True):
            name = _variable(own)
            if name is not None and given:
                found[name] = given
            elif name is not None or own != given:
                return None
        return Match(self.key, found)

    @property
    def _is_greedy(self) -> bool:
        return self.parts[-1].endswith("+}")


@dataclass(frozen=True, slots=True)
class RouteTable:
    """The routes of an API, most specific first."""

    routes: tuple[_Route, ...]
    has_default: bool

    @classmethod
    def of(cls, keys: Iterable[str]) -> RouteTable:
        """Make routes from keys such as `GET /prices/{symbol}`, `ANY /{proxy+}` and `$default`."""
        wanted = list(keys)
        routes = [_Route.parse(key) for key in wanted if key != DEFAULT]
        routes.sort(key=lambda route: route.rank, reverse=True)
        return cls(tuple(routes), DEFAULT in wanted)

    def select(self, method: str, path: str) -> Match | None:
        """Select the route of a method and an undecoded path; None when the API answers 404."""
        parts = tuple(decoded(part) for part in _parts(path))
        matches = (route.match(method, parts) for route in self.routes)
        fallback = Match(DEFAULT) if self.has_default else None
        return next((match for match in matches if match is not None), fallback)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.lstrip("/").split("/"))


def _variable(part: str) -> str | None:
    """Return the name in `{name}` or `{name+}`; None for a literal part."""
    return part[1:-1].removesuffix("+") if part.startswith("{") and part.endswith("}") else None
