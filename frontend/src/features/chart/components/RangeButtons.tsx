import { RANGES } from "@/shared/market/types";

import type { Range } from "@/shared/market/types";
import type { ReactElement } from "react";

interface Props {
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}

/** 1h, 6h, 24h. The pressed one may be pressed again: it brings the newest candles back. */
export function RangeButtons({ range, onRange }: Props): ReactElement {
  return (
    <div role="group" aria-label="Range" className="ml-auto flex h-11 shrink-0 items-stretch">
      {RANGES.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === range}
          onClick={() => {
            onRange(choice);
          }}
          className="num min-w-11 border-b-2 border-transparent px-2 text-xs text-muted hover:text-text aria-pressed:border-accent aria-pressed:text-accent"
        >
          {choice}
        </button>
      ))}
    </div>
  );
}
