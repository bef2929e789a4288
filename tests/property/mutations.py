"""Seeded damage: to bytes, as transport and foreign producers do it, and to one member of a JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

TOKENS = (
    b"NaN", b"-Infinity", b"1e999999", b"-1e-999999", b"9" * 400, b"null", b"true", b"-0", b"0.0", b"\\ud800", b'"',
    b"{", b"}", b"[" * 3000, b"]", b",", b":", b"\\", b"\x00", b"\xff", b"\xc3", b"\r\n", b"\n", b"\xe2\x80\xa8",
    b"2026-02-30", b"0001-01-01T00:00:00.000Z", b"9999-12-31T23:59:59.999Z", b"live", b"@", b"%", b"\xef\xbb\xbf",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, [], {}, [1], {"a": 1}, "", " ", "x", "None", "-", "\ud800", "\u0000", "a" * 20_000, 0, -1, 1.5,
    10**400, 1e-300, -0.0, 1e300, "NaN", "Infinity", "1e5", "1,000", "٣", "2026-02-30", "2026-11-20", "0001-01-01",
    "9999-12-31", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
    "2026-11-20T14:31:00.000Z", "2026-11-20T14:31:00Z", "live", "replay", "alpha_vantage", "AAPL@live", "..", "../..",
)  # fmt: skip
GONE = object()


def damaged_bytes(data: bytes, random: Random) -> bytes:
    """Return `data` after one to four cuts, flips, insertions and repetitions."""
    for _ in range(random.randint(1, 4)):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.choice((0, 1, 1, 2, 8, 64)))
        piece = data[start:end]
        put = random.choice(
            (
                b"",
                piece * 2,
                bytes(byte ^ 1 << random.randint(0, 7) for byte in piece),
                random.randbytes(random.randint(1, 4)),
                random.choice(TOKENS),
            )
        )
        data = data[:start] if random.random() < 0.05 else data[:start] + put + data[end:]
    return data


def damaged_member(members: Mapping[str, Any], random: Random) -> tuple[dict[str, Any], str]:
    """Return the members with one of them gone or holding something else, and its name."""
    name = random.choice(list(members))
    value = random.choice((GONE, *VALUES))
    rest = {key: member for key, member in members.items() if key != name}
    return (rest if value is GONE else rest | {name: value}), name


def as_json(value: object, random: Random) -> bytes:
    """Return JSON text, with the escapes of one producer or another; a lone surrogate stays what it is."""
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode(errors="surrogatepass")
