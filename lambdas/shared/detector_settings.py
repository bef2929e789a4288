"""Settings of anomaly_detector, apart from those of all: no other function brings the detectors with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from lambdas.shared.domain.detectors.roster_text import ALONE, roster_of
from lambdas.shared.errors import SettingsError
from lambdas.shared.settings import text_setting, whole_setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.shared.domain.detectors.roster import Roster


@dataclass(frozen=True, slots=True)
class DetectorSettings:
    """Settings of anomaly_detector beside the consumers'.

    The variable DETECTORS says who judges which symbol, see `roster_text`; without it zscore alone judges all.
    """

    anomalies_table: str
    counters_table: str
    detector_state_table: str
    alerting_table: str
    alert_topic_arn: str
    roster: Roster

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Raise `SettingsError` naming the variable that is missing or cannot be read."""
        return cls(
            anomalies_table=text_setting(environment, "ANOMALIES_TABLE"),
            counters_table=text_setting(environment, "COUNTERS_TABLE"),
            detector_state_table=text_setting(environment, "DETECTOR_STATE_TABLE"),
            alerting_table=text_setting(environment, "ALERTING_TABLE"),
            alert_topic_arn=text_setting(environment, "ALERT_TOPIC_ARN"),
            roster=read_roster(environment),
        )


def read_roster(environment: Mapping[str, str]) -> Roster:
    """Return who judges which symbol in an environment of anomaly_detector; `SettingsError` names what is wrong."""
    cooldown = timedelta(minutes=whole_setting(environment, "ALERT_COOLDOWN_MINUTES"))
    try:
        return roster_of(environment.get("DETECTORS", "").strip() or ALONE, cooldown)
    except ValueError as error:
        raise SettingsError(f"DETECTORS cannot be read: {error}") from error
