"""CloudWatch: alarms, custom metrics, and logs, also the lines that Lambda and API Gateway write by themselves."""

from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.cost.assumptions import (
    ACCESS_LINE_BYTES,
    FUNCTION_LINE_BYTES,
    LINE_OVERHEAD_BYTES,
    PLATFORM_LINES_BYTES,
)
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.flow import FANOUT, Flow
from finpulse_cli.features.cost.services.api_gateway import pushed_messages
from finpulse_cli.features.cost.units import DAY, GB, MONTH
from finpulse_cli.features.cost.work import invocations_per_second


def cloudwatch(flow: Flow) -> list[Usage]:
    """Return the alarms and metrics by their number, logs by what comes in and what lies there."""
    logged = _logged(flow)
    kept = sum(logged.values()) * flow.stack.watch.log_days * DAY / GB
    return [
        Usage("alarm", "alarms", Decimal(flow.stack.watch.alarms)),
        Usage("metric", "metrics that the functions log", Decimal(flow.stack.watch.metrics)),
        *(Usage("log-gb", what, rate * MONTH / GB) for what, rate in logged.items()),
        Usage("log-month", f"logs of {flow.stack.watch.log_days} days", Decimal(kept)),
    ]


def _logged(flow: Flow) -> dict[str, Decimal]:
    """Return the bytes a second by kind of line."""
    calls = {name: invocations_per_second(name, flow) for name in flow.stack.functions}
    consumers = sum((calls[name] for name in flow.stack.consumers), Decimal(0))
    watch = flow.stack.watch
    requests = calls["api_handler"] if watch.http_log else Decimal(0)
    frames = calls.get("push_gateway", Decimal(0)) + pushed_messages(flow) if watch.socket_log else Decimal(0)
    return {
        "Lambda's START, END and REPORT": sum(calls.values(), Decimal(0)) * PLATFORM_LINES_BYTES,
        "the consumers' lines": consumers * (flow.sizes.log_line_bytes + LINE_OVERHEAD_BYTES),
        "the other functions' lines": _others(flow, calls) * FUNCTION_LINE_BYTES,
        "access logs": (requests + frames) * ACCESS_LINE_BYTES,
    }


def _others(flow: Flow, calls: dict[str, Decimal]) -> Decimal:
    """Return the lines a second of the others; push_fanout logs nothing while nobody listens."""
    pushes = calls[FANOUT] if flow.listeners else Decimal(0)
    return calls["data_ingester"] + calls["alert_digest"] + calls.get("alert_webhook", Decimal(0)) + pushes
