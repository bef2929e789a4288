import { useLayoutEffect, useMemo, useRef, useState } from "react";

import { formatPrice } from "@/shared/format";
import { scoreName } from "@/shared/market/finding";

import { layOut } from "../domain/plot";
import { overText } from "../domain/words";

import type { Level, Plot, PlotSize } from "../domain/plot";
import type { Anomaly } from "@/shared/api/types";
import type { ReactElement, RefObject } from "react";

const LABEL_GAP = 10;

function levelText(name: Level["name"], { threshold, high_threshold: high, scale }: Anomaly): string {
  if (name === "mean") return scale === null ? "mean" : "from";
  const limit = name.startsWith("high") ? high : threshold;
  return `${name.endsWith("above") ? "+" : "−"}${limit.toFixed(limit < 10 ? 1 : 0)} s`;
}

/** Pixels. */
const HEIGHT = 280;
const ASSUMED_WIDTH = 640;
const PLOT_MARGIN = 10;

/** Between a level's line, its name and its price; and how wide a digit is at most. */
const NAME_WIDTH = 58;
const DIGIT_WIDTH = 7;

function plotSize(width: number, labelLength: number): PlotSize {
  const right = NAME_WIDTH + labelLength * DIGIT_WIDTH;
  return { width, height: HEIGHT, left: 0, right, top: PLOT_MARGIN, bottom: PLOT_MARGIN };
}

interface Props {
  readonly anomaly: Anomaly;
  readonly decimals: number;
}

/** The prices before as dots, what was expected and the limits as lines, the price that broke out as a diamond. */
export function EvidencePlot({ anomaly, decimals }: Props): ReactElement {
  const { ref, width } = useWidth();
  const labelLength = formatPrice(anomaly.mean_price, decimals).length;
  const plot = useMemo(() => layOut(anomaly, plotSize(width, labelLength)), [anomaly, width, labelLength]);
  return (
    <svg
      ref={ref}
      height={HEIGHT}
      className="num block w-full shrink-0"
      role="img"
      aria-label={plotText(anomaly, decimals)}
    >
      <Bands plot={plot} />
      {plot.levels.map((level) => (
        <LevelLine
          key={level.name}
          level={level}
          name={levelText(level.name, anomaly)}
          size={plot.size}
          decimals={decimals}
        />
      ))}
      <polyline
        points={plot.dots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
        className="fill-none stroke-muted opacity-40"
      />
      {plot.dots.map((dot, index) => (
        <circle key={index} cx={dot.x} cy={dot.y} r={2.5} className="fill-text" data-kind="window">
          <title>{formatPrice(dot.price, decimals)}</title>
        </circle>
      ))}
      <Outlier anomaly={anomaly} plot={plot} decimals={decimals} />
    </svg>
  );
}

/** An element's width in pixels: text keeps its size on a phone, the drawing gets narrower. */
function useWidth(): { readonly ref: RefObject<SVGSVGElement | null>; readonly width: number } {
  const ref = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(ASSUMED_WIDTH);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = (): void => {
      setWidth(element.clientWidth || ASSUMED_WIDTH);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return { ref, width };
}

function plotText(anomaly: Anomaly, decimals: number): string {
  const side = anomaly.z_score < 0 ? "below" : "above";
  const over = overText(anomaly);
  if (over !== null) {
    const [from, to] = [anomaly.mean_price, anomaly.current_price].map((price) => formatPrice(price, decimals));
    const size = Math.abs(anomaly.z_score).toFixed(1);
    return `${anomaly.window.length} prices, then a move ${over} from ${from} to ${to}: ${size} s ${side} it`;
  }
  return (
    `${anomaly.window.length} prices around ${formatPrice(anomaly.mean_price, decimals)}, ` +
    `then ${formatPrice(anomaly.current_price, decimals)}: ${Math.abs(anomaly.z_score).toFixed(1)} s ${side} their mean`
  );
}

/** The ground between the lines: the inner band a little lighter than the outer. */
function Bands({ plot }: { readonly plot: Plot }): ReactElement {
  const y = (name: Level["name"]): number => plot.levels.find((level) => level.name === name)?.y ?? 0;
  const width = plot.size.width - plot.size.left - plot.size.right;
  const band = (top: Level["name"], bottom: Level["name"]): ReactElement => (
    <rect x={plot.size.left} width={width} y={y(top)} height={y(bottom) - y(top)} className="fill-muted opacity-10" />
  );
  return (
    <g aria-hidden="true">
      {band("high-above", "high-below")}
      {band("medium-above", "medium-below")}
    </g>
  );
}

interface LevelProps {
  readonly level: Level;
  readonly name: string;
  readonly size: PlotSize;
  readonly decimals: number;
}

function LevelLine({ level, name, size, decimals }: LevelProps): ReactElement {
  const end = size.width - size.right;
  const isHigh = level.name.startsWith("high");
  const look = level.name === "mean" ? "stroke-text" : "stroke-accent";
  return (
    <g aria-hidden="true">
      <line
        x1={size.left}
        x2={end}
        y1={level.y}
        y2={level.y}
        className={`${look} opacity-70`}
        strokeDasharray={level.name === "mean" || isHigh ? undefined : "5 4"}
      />
      <polyline
        points={`${end},${level.y.toFixed(1)} ${end + LABEL_GAP},${level.labelY.toFixed(1)}`}
        className="fill-none stroke-hairline"
      />
      <text x={end + LABEL_GAP + 3} y={level.labelY + 4} className="fill-muted text-[11px]">
        {name}
      </text>
      <text x={size.width - 4} y={level.labelY + 4} textAnchor="end" className="fill-text text-[11px]">
        {formatPrice(level.price, decimals)}
      </text>
    </g>
  );
}

const DIAMOND = 6;

function Outlier({ anomaly, plot, decimals }: Props & { readonly plot: Plot }): ReactElement {
  const { x, y } = plot.outlier;
  return (
    <g data-kind="outlier">
      <line
        x1={plot.divider}
        x2={plot.divider}
        y1={plot.size.top}
        y2={plot.size.height - plot.size.bottom}
        className="stroke-hairline"
      />
      <path
        d={`M${x.toFixed(1)} ${(y - DIAMOND).toFixed(1)}l${DIAMOND} ${DIAMOND}-${DIAMOND} ${DIAMOND}-${DIAMOND}-${DIAMOND}z`}
        className="fill-accent"
      />
      <text
        x={x + DIAMOND}
        y={y + labelShift(anomaly)}
        textAnchor="end"
        className="fill-accent stroke-panel text-xs font-semibold [paint-order:stroke] [stroke-width:4px]"
      >
        {formatPrice(anomaly.current_price, decimals)} · {scoreName(anomaly)} {anomaly.z_score < 0 ? "−" : "+"}
        {Math.abs(anomaly.z_score).toFixed(2)}
      </text>
    </g>
  );
}

/** The label stands on the far side of the price, away from the dots. */
function labelShift({ direction }: Anomaly): number {
  return direction === "SPIKE" ? -DIAMOND - 6 : DIAMOND + 15;
}
