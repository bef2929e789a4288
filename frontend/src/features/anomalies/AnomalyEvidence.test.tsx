import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { RefusedError, UnreachableError } from "@/shared/api/errors";
import { keepToken, keptToken } from "@/shared/api/kept";
import { newYorkClock } from "@/shared/time";

import { anomalyAt, minuteAt } from "../../../tests/samples/market";
import { AnomalyEvidence } from "./AnomalyEvidence";

import type { ApiClient } from "@/shared/api/client";

const onClose = vi.fn();
const acknowledge = vi.fn<ApiClient["acknowledge"]>();

function figure(name: string): HTMLElement {
  return screen.getByRole("row", { name: new RegExp(`^${name} `) });
}

beforeEach(() => {
  vi.clearAllMocks();
});

describe("the evidence", () => {
  it("is a dialog named after the anomaly, with the focus inside", () => {
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    const dialog = screen.getByRole("dialog", { name: "AAPL ▼ DROP 99.000 !! HIGH" });
    expect(dialog).toHaveFocus();
  });

  it("draws thirty dots, five lines and the price that broke out with its z", () => {
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    const plot = screen.getByRole("img", { name: "30 prices around 100.000, then 99.000: 5.0 s below their mean" });
    expect(plot.querySelectorAll('[data-kind="window"]')).toHaveLength(30);
    for (const label of ["+3.5 s", "+2.5 s", "mean", "−2.5 s", "−3.5 s"]) {
      expect(within(plot).getByText(label)).toBeVisible();
    }
    expect(plot.querySelector('[data-kind="outlier"]')).toHaveTextContent("99.000 · z −5.00");
  });

  it("has the figures, checked again from the window", () => {
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    expect(figure("price")).toHaveTextContent("99.000−1.00% from the mean");
    expect(figure("mean")).toHaveTextContent("100.00of the 30 prices before");
    expect(figure("s")).toHaveTextContent("0.20sample standard deviation");
    expect(figure("z")).toHaveTextContent("−5.00");
    expect(figure("check")).toHaveTextContent("✓ agrees");
    expect(figure("time")).toHaveTextContent(`${newYorkClock(minuteAt(0))} New York`);
  });

  it("of a move says from where, how fast, what is usual and what it passed", () => {
    const move = anomalyAt(0, {
      detector: "calibrated",
      scale: "1m",
      window: [99.5, 100],
      stdev: 0.2,
      z_score: (Math.log(0.99) * 100) / 0.2,
      threshold: 3.2178,
      high_threshold: 12.4,
      severity: "MEDIUM",
    });
    render(<AnomalyEvidence anomaly={move} acknowledge={acknowledge} onClose={onClose} />);
    const plot = screen.getByRole("img", {
      name: "2 prices, then a move within a minute from 100.00 to 99.00: 5.0 s below it",
    });
    for (const label of ["+12 s", "+3.2 s", "from", "−3.2 s", "−12 s"]) {
      expect(within(plot).getByText(label)).toBeVisible();
    }
    expect(plot.querySelector('[data-kind="outlier"]')).toHaveTextContent("99.00 · calibrated −5.03");
    expect(figure("price")).toHaveTextContent("99.00−1.00% within a minute");
    expect(figure("from")).toHaveTextContent("100.00the price that the move began at");
    expect(figure("s")).toHaveTextContent("0.20how far it usually moves within a minute, at this hour");
    expect(figure("z")).toHaveTextContent("−5.0252the move / s · beyond 3.22 an anomaly, beyond 12.4 HIGH");
    expect(figure("check")).toHaveTextContent("✓ agreesz computed again from the prices: −5.0252");
    expect(figure("feed")).toHaveTextContent("detector calibrated");
    expect(screen.getByText("finpulse anomalies explain event-0 --detector calibrated")).toBeVisible();
  });

  it("says when s is the floor, and when the figures do not agree", () => {
    const flat = anomalyAt(0, { window: Array<number>(30).fill(100), stdev: 0.01 });
    render(<AnomalyEvidence anomaly={flat} acknowledge={acknowledge} onClose={onClose} />);
    expect(figure("s")).toHaveTextContent("the floor, 0.0001 × mean");
    expect(figure("check")).toHaveTextContent("✗ differs");
  });

  it.each([
    [true, "✓ sentE-mailed"],
    [false, "– not sentNot e-mailed: cooling down"],
  ])("tells the alert's fate (alerted: %s)", (alerted, text) => {
    render(<AnomalyEvidence anomaly={anomalyAt(0, { alerted })} acknowledge={acknowledge} onClose={onClose} />);
    expect(figure("alert")).toHaveTextContent(text);
  });

  it.each([
    ["flash-crash.ab12", "replayflash-crash.ab12"],
    ["live", "livealpha_vantage"],
  ])("names its feed %s", (feed, text) => {
    render(<AnomalyEvidence anomaly={anomalyAt(0, { feed })} acknowledge={acknowledge} onClose={onClose} />);
    expect(figure("feed")).toHaveTextContent(text);
  });
});

describe("the command", () => {
  it("is copied, and says so", async () => {
    const user = userEvent.setup();
    render(<AnomalyEvidence anomaly={anomalyAt(7)} acknowledge={acknowledge} onClose={onClose} />);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe("finpulse anomalies explain event-7");
    expect(screen.getByRole("button", { name: "Copied" })).toBeVisible();
  });

  it("can still be selected where copying is not allowed", async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("denied"));
    render(<AnomalyEvidence anomaly={anomalyAt(7)} acknowledge={acknowledge} onClose={onClose} />);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(screen.getByRole("button", { name: "Select it" })).toBeVisible();
  });
});

describe("acknowledging", () => {
  const standing = { event_id: "event-0", acknowledged_at: minuteAt(1), acknowledged_by: "Ada" };

  beforeEach(() => {
    window.sessionStorage.clear();
  });

  async function say(name: string, token: string | null): Promise<void> {
    const user = userEvent.setup();
    const field = screen.getByLabelText("Your name");
    await user.clear(field);
    await user.type(field, name);
    if (token !== null) await user.type(screen.getByLabelText(/^Token of/), token);
    await user.click(screen.getByRole("button", { name: "Acknowledge" }));
  }

  it("takes a name and the token, and says who knows of it", async () => {
    acknowledge.mockResolvedValueOnce(standing);
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await say("Ada", "secret");
    expect(acknowledge).toHaveBeenCalledWith("event-0", "Ada", "secret");
    expect(await screen.findByText(/known to/)).toHaveTextContent("known to Ada since");
    expect(keptToken()).toBe("secret");
  });

  it("asks neither again for what it knows", async () => {
    keepToken("secret");
    acknowledge.mockResolvedValueOnce(standing);
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    expect(screen.queryByLabelText(/^Token of/)).toBeNull();
    await say("Ada", null);
    expect(acknowledge).toHaveBeenCalledWith("event-0", "Ada", "secret");
  });

  it("sends nothing without a name", async () => {
    keepToken("secret");
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await userEvent.click(screen.getByRole("button", { name: "Acknowledge" }));
    expect(acknowledge).not.toHaveBeenCalled();
  });

  it("forgets a token that is refused, and asks for another", async () => {
    keepToken("old");
    acknowledge.mockRejectedValueOnce(new RefusedError("no", 401, "unauthorized"));
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await say("Ada", null);
    expect(await screen.findByRole("alert")).toHaveTextContent("The API refused this token");
    expect(screen.getByLabelText(/^Token of/)).toBeVisible();
    expect(keptToken()).toBeNull();
  });

  it("says what else went wrong", async () => {
    keepToken("secret");
    acknowledge.mockRejectedValueOnce(new UnreachableError("the server does not answer"));
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await say("Ada", null);
    expect(await screen.findByRole("alert")).toHaveTextContent("the server does not answer");
  });

  it("shows who knows of it already", () => {
    const known = anomalyAt(0, { acknowledged_at: minuteAt(1), acknowledged_by: "Bob" });
    render(<AnomalyEvidence anomaly={known} acknowledge={acknowledge} onClose={onClose} />);
    expect(screen.getByText(/known to/)).toHaveTextContent("known to Bob");
    expect(screen.queryByRole("button", { name: "Acknowledge" })).toBeNull();
  });
});

describe("closing", () => {
  it("asks once: by Escape, by the cross, by a click beside it, by the back gesture", async () => {
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    const dialog = screen.getByRole("dialog");
    await userEvent.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).toHaveBeenCalledTimes(2);
    fireEvent.click(dialog);
    expect(onClose).toHaveBeenCalledTimes(3);
    fireEvent(dialog, new Event("cancel", { cancelable: true }));
    expect(onClose).toHaveBeenCalledTimes(4);
  });

  it("does not close by a click inside", async () => {
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await userEvent.click(screen.getByRole("table"));
    expect(onClose).not.toHaveBeenCalled();
  });

  it("keeps every key from the page behind", async () => {
    const onKey = vi.fn();
    document.addEventListener("keydown", onKey);
    render(<AnomalyEvidence anomaly={anomalyAt(0)} acknowledge={acknowledge} onClose={onClose} />);
    await userEvent.keyboard("j1/{Escape}");
    expect(onKey).not.toHaveBeenCalled();
    document.removeEventListener("keydown", onKey);
  });
});
