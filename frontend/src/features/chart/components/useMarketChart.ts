import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { createMarketChart } from "../engine/marketChart";
import { paceTicks } from "../engine/pace";
import { readPalette } from "../engine/palette";

import type { ChartEvents, ChartView, MarketChart } from "../engine/marketChart";
import type { RefObject } from "react";

interface Handle {
  /** For the element that is to hold the chart. */
  readonly hostRef: RefObject<HTMLDivElement | null>;
  /** null until the element is there. */
  readonly chart: MarketChart | null;
}

/** A chart that lives as long as its element and shows `view`. */
export function useMarketChart(view: ChartView, events: ChartEvents): Handle {
  const hostRef = useRef<HTMLDivElement>(null);
  const eventsRef = useRef(events);
  const [chart, setChart] = useState<MarketChart | null>(null);

  useEffect(() => {
    eventsRef.current = events;
  }, [events]);

  useLayoutEffect(() => {
    const host = hostRef.current;
    if (!host) return undefined;
    const market = createMarketChart(host, readPalette(host), {
      onHover: (time) => {
        eventsRef.current.onHover(time);
      },
      onOpen: (finding) => {
        eventsRef.current.onOpen(finding);
      },
    });
    const created = paceTicks(market);
    setChart(created);
    return () => {
      created.destroy();
      setChart(null);
    };
  }, []);

  useLayoutEffect(() => {
    chart?.show(view);
  }, [chart, view]);

  return { hostRef, chart };
}
