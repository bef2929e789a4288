import { clockTime, isMarketOpen, newYorkClock, useNow } from "@/shared/time";

import { Cell } from "./Cell";

import type { ReactElement } from "react";

/** The time here and in New York, and whether New York trades. */
export function Clock(): ReactElement {
  const here = useNow((now) => clockTime(now));
  const newYork = useNow((now) => newYorkClock(now));
  const state = useNow((now) => marketState(isMarketOpen(now)));
  return (
    <>
      <Cell name="Local" className="ml-auto w-22 max-lg:hidden">
        {here}
      </Cell>
      <Cell name={`New York${state}`} className="w-40 max-lg:ml-auto max-md:hidden">
        {newYork}
      </Cell>
    </>
  );
}

function marketState(isOpen: boolean | null): string {
  if (isOpen === null) return "";
  return isOpen ? " · open" : " · closed";
}
