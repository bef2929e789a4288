import { Notice } from "@/shared/ui";

import type { ReactElement } from "react";

/** In the chart's place when it is not known which symbols there are: the list says why, and offers to try again. */
export function NoChart(): ReactElement {
  return (
    <section aria-label="Chart" className="h-full bg-panel">
      <Notice>
        <p>The chart needs a symbol, and the list of them could not be loaded.</p>
      </Notice>
    </section>
  );
}
