"""The stand-in server as a background process."""

from __future__ import annotations

from pathlib import Path

from finpulse_cli.standins.provider import quote_server as standin


def test_the_command_names_port_fixture_and_clock() -> None:
    assert standin.command(4567, Path("home/clock.json"))[1:] == (
        "-P",  # a clone that it is called in is not what is installed
        "-m",
        "finpulse_cli.processes",
        "quote-server",
        "--port",
        "4567",
        "--fixture",
        "market-day",
        "--clock",
        "home/clock.json",
    )


def test_its_environment_carries_no_secret() -> None:
    made = standin.environment({"PATH": "/usr/bin", "AWS_SECRET_ACCESS_KEY": "real", "ALPHA_VANTAGE_KEY": "real"})

    assert made == {"PATH": "/usr/bin", "PYTHONUNBUFFERED": "1"}


def test_nothing_there_is_not_healthy() -> None:
    assert not standin.healthy(1, timeout_seconds=1)
