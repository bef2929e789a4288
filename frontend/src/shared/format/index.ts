/** Numbers as a trader reads them: constant decimals, a true minus sign, tabular. */

import { decimalsFor, fixed, shown } from "./digits";

export { decimalsFor, mostDecimals } from "./digits";

const MINUS = "\u2212";
const PERCENT_DECIMALS = 2;

function grouped(text: string): string {
  const [whole = "", fraction] = text.replace("-", MINUS).split(".");
  const groups = whole.replace(/\d(?=(?:\d{3})+$)/g, "$&,");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** `1234.5` with 2 decimals is `1,234.50`. */
export function formatPrice(price: number, decimals: number): string {
  return grouped(fixed(price, decimals));
}

/** A figure that stands alone, with the digits that its size needs: `1,234.50`, `0.00001234`. */
export function formatFigure(value: number): string {
  return grouped(shown(value));
}

/** A figure with its sign: `+2.50`, `−5.0312`. */
export function formatSigned(value: number): string {
  return `${value < 0 ? "" : "+"}${formatFigure(value)}`;
}

/** A change in percent with its sign: `+1.20%`, `−0.35%`; what rounds to nothing is `0.00%`. */
export function formatSignedPercent(percent: number): string {
  const text = fixed(percent, PERCENT_DECIMALS);
  if (Number(text) === 0) return `${text}%`;
  return `${percent < 0 ? "" : "+"}${grouped(text)}%`;
}

interface Scale {
  readonly from: number;
  readonly unit: number;
  readonly suffix: string;
}

const SCALES: readonly Scale[] = [
  { from: 999_500_000_000, unit: 1e12, suffix: "T" },
  { from: 999_500_000, unit: 1e9, suffix: "B" },
  { from: 999_500, unit: 1e6, suffix: "M" },
  { from: 1e3, unit: 1e3, suffix: "K" },
];

/** A volume in few characters: `950`, `12.3K`, `1.25M`; fractions of a coin too: `0.0125`. */
export function formatVolume(volume: number): string {
  const scale = SCALES.find(({ from }) => volume >= from);
  if (scale) return `${threeDigits(volume / scale.unit)}${scale.suffix}`;
  return Number.isInteger(volume) ? volume.toString() : threeDigits(volume);
}

function threeDigits(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  if (value >= 9.995) return value.toFixed(1);
  return value >= 0.995 ? value.toFixed(2) : fixed(value, Math.min(8, 2 - Math.floor(Math.log10(value))));
}

const COMPACT_FROM = 1e6;
const COMPACT_SCALES = SCALES.filter(({ unit }) => unit >= COMPACT_FROM).map((scale) => ({
  ...scale,
  from: scale.unit,
}));
const MOST_TICK_DECIMALS = 8;

/** A price for the narrow place beside a chart: from a million on in five digits, `1.2346M`, `−1.2346M`. */
export function formatAxisPrice(price: number, decimals: number): string {
  const scale = compactScale(Math.abs(price));
  return scale ? `${grouped(shown(price / scale.unit))}${scale.suffix}` : formatPrice(price, decimals);
}

/** The prices along an axis, evenly spaced: from a million on with as many digits as tell neighbours apart. */
export function formatTicks(prices: readonly number[], decimals: number): string[] {
  const scale = compactScale(Math.max(...prices.map(Math.abs)));
  if (!scale || prices.length < 2) return prices.map((price) => formatAxisPrice(price, decimals));
  const values = prices.map((price) => price / scale.unit);
  const step = Math.min(...values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0))));
  const needed = Array.from({ length: MOST_TICK_DECIMALS }, (_, digits) => digits).find((digits) =>
    values.every((value) => Math.abs(Number(value.toFixed(digits)) - value) < step / 100),
  );
  return values.map((value) => `${grouped(fixed(value, needed ?? decimalsFor(value)))}${scale.suffix}`);
}

function compactScale(magnitude: number): Scale | undefined {
  return COMPACT_SCALES.find(({ from }) => magnitude >= from);
}

/** A count with thousands grouped: `12,345`. */
export function formatCount(count: number): string {
  return grouped(fixed(count, 0));
}
