import { memo, useEffect, useMemo, useRef } from "react";

import { formatPrice, formatSignedPercent } from "@/shared/format";
import { useCandles, useDecimals, usePrice } from "@/shared/market/hooks";
import { useSparkLoading } from "@/shared/market/queries";
import { localTime, newYorkTime } from "@/shared/time";

import { changeColor, changeMark, percentOver } from "../domain/change";
import { Sparkline } from "./Sparkline";
import { useFlash } from "./useFlash";
import { useIsSeen } from "./useIsSeen";

import type { Candle, LatestPrice } from "@/shared/api/types";
import type { ReactElement } from "react";

export const ROW_GRID = "grid grid-cols-[4.25rem_minmax(0,1fr)_6rem_5rem] items-center gap-2 px-3";
const SPARK_MINUTES = 60;

interface Props {
  readonly symbol: string;
  readonly isSelected: boolean;
  /** Whether Tab stops here: one row of the list does. */
  readonly isTabStop: boolean;
  readonly onSelect: (symbol: string) => void;
}

/** One symbol. It listens to that symbol alone, so a tick draws one row. */
export const TickerRow = memo(function TickerRow({ symbol, isSelected, isTabStop, onSelect }: Props): ReactElement {
  const price = usePrice(symbol);
  const candles = useCandles(symbol);
  const decimals = useDecimals(symbol);
  const ref = useRef<HTMLButtonElement>(null);
  const isSeen = useIsSeen(ref);
  useSparkLoading(symbol, isSeen && !isSelected); // the chart loads the same and more
  useEffect(() => {
    if (isSelected) bringAlong(ref.current);
  }, [isSelected]);
  const shown = useMemo(() => candles.slice(-SPARK_MINUTES), [candles]);
  return (
    <li>
      <button
        ref={ref}
        type="button"
        aria-current={isSelected}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => {
          onSelect(symbol);
        }}
        className={`${ROW_GRID} num h-11 w-full border-b border-l-2 border-hairline border-l-transparent text-left text-sm outline-offset-[-2px] hover:bg-raised aria-[current=true]:border-l-accent aria-[current=true]:bg-raised max-md:h-14`}
      >
        <span className="truncate font-semibold">{symbol}</span>
        {price && <Figures price={price} shown={shown} decimals={decimals} />}
      </button>
    </li>
  );
});

interface FiguresProps {
  readonly price: LatestPrice;
  readonly shown: readonly Candle[];
  readonly decimals: number;
}

function Figures({ price, shown, decimals }: FiguresProps): ReactElement {
  const flash = useFlash(price.price);
  const { change_percent: percent } = price;
  const values = useMemo(() => [...shown.map((candle) => candle.close), price.price], [shown, price.price]);
  return (
    <>
      <span className={changeColor(percentOver(values))}>
        <Sparkline values={values} />
      </span>
      <span
        key={flash.count}
        className={`text-right ${flash.direction === null ? "" : `flash-${flash.direction}`}`}
        title={`${localTime(price.timestamp)} · ${newYorkTime(price.timestamp)} New York`}
      >
        {formatPrice(price.price, decimals)}
      </span>
      {percent === null ? (
        <span className="text-right text-muted" title="no previous close is quoted with this price">
          –
        </span>
      ) : (
        <span className={`flex justify-end gap-1 ${changeColor(percent)}`} title="since the previous close">
          <span>{changeMark(percent)} </span>
          <span className="min-w-[7ch] text-right">{formatSignedPercent(percent)}</span>
        </span>
      )}
    </>
  );
}

/** The selected row stays in sight, and keeps the focus if the list had it. */
function bringAlong(row: HTMLButtonElement | null): void {
  const list = row?.closest("ul");
  if (list?.contains(document.activeElement)) row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}
