import { memo } from "react";

import { sparkPoints } from "../domain/spark";

import type { ReactElement } from "react";

const WIDTH = 72;
const HEIGHT = 22;

/** The shape of the last hour. It says nothing that the row does not say in figures, so it is hidden from readers. */
export const Sparkline = memo(function Sparkline({ values }: { readonly values: readonly number[] }): ReactElement {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      className="h-6 w-full overflow-visible"
    >
      <polyline
        points={sparkPoints(values, WIDTH, HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
});
