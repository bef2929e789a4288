import { Dialog } from "./Dialog";

import type { ReactElement } from "react";

const KEYS = [
  ["↑ ↓ or k j", "the symbol above or below"],
  ["1 2 3", "the last 1, 6 or 24 hours"],
  ["f", "the feeds: the live market and the replays"],
  ["a", "the anomalies"],
  ["/", "the query editor"],
  ["← →", "on the chart: candle by candle"],
  ["Enter", "open what is chosen"],
  ["?", "these keys"],
  ["Esc", "back"],
] as const;

/** What every key does. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[8rem_1fr] gap-y-2">
        {KEYS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="text-accent">{keys}</kbd>
            </dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
