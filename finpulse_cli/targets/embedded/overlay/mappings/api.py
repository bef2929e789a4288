"""The API's functions on event source mappings, for those on Kinesis streams; others keep the emulator's own.

A mapping stays a record in MiniStack's own map, saved with its other state. `Creating`, `Updating`, `Enabling` and
`Disabling` are left by the poller, once it has done what they announce.
"""

from __future__ import annotations

import json
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from finpulse_cli.targets.embedded.overlay.mappings import configuration
from finpulse_cli.targets.embedded.overlay.mappings.checks import INVALID, RefusedError, check_settings, check_start
from finpulse_cli.targets.embedded.overlay.mappings.rules import DEFAULTS
from finpulse_cli.targets.embedded.overlay.mappings.starting import starting_positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Reply = tuple[int, dict[str, str], bytes]
_ONLY_AT_FIRST = ("StartingPosition", "StartingPositionTimestamp", "Tags")
_GONE = "The resource you requested does not exist."


class Api:
    """Takes the place of MiniStack's functions. `changed` is called when there is something new to do."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._lambda: Any = import_module("ministack.services.lambda_svc")
        self._kinesis: Any = import_module("ministack.services.kinesis")
        self._changed = changed
        self._create_other: Callable[[dict[str, Any]], Reply] = self._lambda._create_esm
        self._update_other: Callable[[str, dict[str, Any]], Reply] = self._lambda._update_esm
        self._delete_other: Callable[[str], Reply] = self._lambda._delete_esm
        self._get_other: Callable[[str], Reply] = self._lambda._get_esm
        self._tell_other: Callable[[dict[str, Any]], dict[str, Any]] = self._lambda._esm_response

    def install(self) -> None:
        """Put them in the place of MiniStack's."""
        service = self._lambda
        service._create_esm, service._update_esm, service._delete_esm = self.create, self.update, self.delete
        service._get_esm, service._esm_response = self.get, self.tell

    def create(self, request: dict[str, Any]) -> Reply:
        """Answer CreateEventSourceMapping."""
        arn = request.get("EventSourceArn") or ""
        if not is_kinesis(arn):
            return self._create_other(request) if arn else _refusal(RefusedError(INVALID, "Unrecognized event source."))
        name, qualifier, unknown = self._lambda._resolve_existing_esm_function(request.get("FunctionName", ""))
        if unknown:
            return _refusal(RefusedError(INVALID, "Function does not exist"))
        try:
            check_start(request, time.time())
            check_settings(request)
            stream = self._stream(arn, name, qualifier)
        except RefusedError as error:
            return _refusal(error)
        twin = next((it for it in self._lambda._esms.values() if _feeds(it, arn, name, qualifier)), None)
        if twin:
            return _conflict(arn, name, twin["UUID"])
        mapping = self._new(request, name, qualifier)
        positions = starting_positions(mapping, stream, self._kinesis._next_sequence_number)
        answer = _json(202, self.tell(mapping))  # before the poller sees it, and has it enabled
        self._lambda._kinesis_positions[mapping["UUID"]] = positions
        self._lambda._esms[mapping["UUID"]] = mapping
        self._lambda._ensure_poller()
        return answer

    def update(self, mapping_id: str, request: dict[str, Any]) -> Reply:
        """Answer UpdateEventSourceMapping."""
        mapping = self._lambda._esms.get(mapping_id)
        if mapping is None:
            return _gone()
        if not is_kinesis(mapping["EventSourceArn"]):
            return self._update_other(mapping_id, request)
        try:
            check_settings(request)
        except RefusedError as error:
            return _refusal(error)
        if request.get("FunctionName"):
            name, qualifier, unknown = self._lambda._resolve_existing_esm_function(request["FunctionName"])
            if unknown:
                return _refusal(RefusedError(INVALID, "Function does not exist"))
            mapping |= self._function(name, qualifier)
        was_enabled = _truth(mapping.get("Enabled"))
        enabled = _truth(request["Enabled"]) if request.get("Enabled") is not None else was_enabled
        mapping |= configuration.settings_of(request) | {"Enabled": enabled, "LastModified": time.time()}
        if enabled != was_enabled:
            mapping["State"] = "Enabling" if enabled else "Disabling"
        else:
            mapping["State"] = "Updating"
        return self._answer(mapping, 202)

    def delete(self, mapping_id: str) -> Reply:
        """Answer DeleteEventSourceMapping."""
        mapping = self._lambda._esms.get(mapping_id)
        if mapping is None:
            return _gone()
        if not is_kinesis(mapping["EventSourceArn"]):
            return self._delete_other(mapping_id)
        del self._lambda._esms[mapping_id]
        mapping["State"] = "Deleting"
        self._lambda._release_esm_poll_state(mapping_id)
        return self._answer(mapping, 202)

    def get(self, mapping_id: str) -> Reply:
        """Answer GetEventSourceMapping."""
        return self._get_other(mapping_id) if mapping_id in self._lambda._esms else _gone()

    def tell(self, mapping: dict[str, Any]) -> dict[str, Any]:
        """Return a mapping as the API answers it."""
        if not is_kinesis(mapping.get("EventSourceArn", "")):
            return self._tell_other(mapping)
        return configuration.told(mapping, self._lambda._esm_arn(mapping["UUID"]))

    def _new(self, request: Mapping[str, Any], name: str, qualifier: str | None) -> dict[str, Any]:
        start = {
            key: request[key] for key in ("StartingPosition", "StartingPositionTimestamp", "Tags") if key in request
        }
        return (
            dict(DEFAULTS)
            | configuration.settings_of(request)
            | start
            | self._function(name, qualifier)
            | {
                "UUID": str(uuid4()),
                "EventSourceArn": request["EventSourceArn"],
                "State": "Creating",
                "StateTransitionReason": configuration.REASON,
                "LastModified": time.time(),
                "LastProcessingResult": configuration.UNREAD,
                "Enabled": _truth(request.get("Enabled")),
            }
        )

    def _function(self, name: str, qualifier: str | None) -> dict[str, Any]:
        suffix = f":{qualifier}" if qualifier else ""
        return {"FunctionName": name, "Qualifier": qualifier, "FunctionArn": self._lambda._func_arn(name) + suffix}

    def _stream(self, arn: str, name: str, qualifier: str | None) -> Mapping[str, Any]:
        spec, refusal = self._lambda._validate_event_source_arn(arn)
        if not refusal and spec.account_id != self._lambda.get_account_id():
            refusal = self._lambda._cross_account_stream_read_error(arn, name, qualifier)
        if refusal:
            raise RefusedError(INVALID, json.loads(refusal[2])["message"])
        stream_name = self._lambda._kinesis_stream_name_from_arn_spec(spec)
        stream: Mapping[str, Any] | None = self._kinesis._streams.get_scoped(spec.account_id, spec.region, stream_name)
        if not stream or stream["StreamARN"] != arn:
            raise RefusedError(INVALID, f"Stream not found: {arn}")
        return stream

    def _answer(self, mapping: dict[str, Any], status: int) -> Reply:
        answer = _json(status, self.tell(mapping))
        self._changed()
        return answer


def is_kinesis(arn: str) -> bool:
    """Return whether an event source is a Kinesis stream."""
    return arn.split(":")[2:3] == ["kinesis"]


def _feeds(mapping: Mapping[str, Any], arn: str, name: str, qualifier: str | None) -> bool:
    return (mapping["EventSourceArn"], mapping["FunctionName"], mapping.get("Qualifier")) == (arn, name, qualifier)


def is_enabled(mapping: Mapping[str, Any]) -> bool:
    """Return whether a mapping is to be read for; CloudFormation's may say so in a text."""
    return _truth(mapping.get("Enabled"))


def _truth(enabled: object) -> bool:
    return enabled is None or str(enabled).lower() != "false"


def _conflict(arn: str, name: str, mapping_id: str) -> Reply:
    text = (
        f'The event source arn (" {arn} ") and function (" {name} ") provided mapping already exists. '
        f"Please update or delete the existing mapping with UUID {mapping_id}"
    )
    return _error(409, "ResourceConflictException", {"Type": "User", "message": text})


def _refusal(error: RefusedError) -> Reply:
    text = str(error)
    return _error(400, error.code, {"Type": "User", "message": text} if error.code == INVALID else {"message": text})


def _gone() -> Reply:
    return _error(404, "ResourceNotFoundException", {"Type": "User", "Message": _GONE})


def _error(status: int, code: str, body: Mapping[str, str]) -> Reply:
    answered, headers, encoded = _json(status, body)
    return answered, headers | {"x-amzn-errortype": code}, encoded


def _json(status: int, body: Mapping[str, Any]) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(body, ensure_ascii=False).encode()
