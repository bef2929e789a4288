import { Command, Notice } from "@/shared/ui";

import type { ReactElement } from "react";

/** In the chart's place as long as there is no symbol to draw. */
export function NoData(): ReactElement {
  return (
    <section aria-label="Chart" className="h-full bg-panel">
      <Notice>
        <p className="text-lg text-text">Nothing has come through the pipeline yet.</p>
        <p>To see prices, candles and an anomaly within seconds, run</p>
        <Command text="finpulse replay flash-crash" />
      </Notice>
    </section>
  );
}
