/** Numbers as a trader reads them: constant decimals, a true minus sign, tabular. */

const MINUS = "\u2212";
const PENNY_STOCK_BELOW = 1;
const DECIMALS = 2;
const PENNY_DECIMALS = 4;

const byDecimals = new Map<number, Intl.NumberFormat>();

function grouped(decimals: number): Intl.NumberFormat {
  const known = byDecimals.get(decimals);
  if (known) return known;
  const format = new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  byDecimals.set(decimals, format);
  return format;
}

function withMinus(text: string): string {
  return text.replace("-", MINUS);
}

/** How many decimals a symbol is shown with, told by its price in US dollars: 2, below a dollar 4. */
export function decimalsFor(price: number): number {
  return price !== 0 && Math.abs(price) < PENNY_STOCK_BELOW ? PENNY_DECIMALS : DECIMALS;
}

/** `1234.5` with 2 decimals is `1,234.50`. */
export function formatPrice(price: number, decimals: number): string {
  return withMinus(grouped(decimals).format(price));
}

/** A change in percent with its sign: `+1.20%`, `−0.35%`; what rounds to nothing is `0.00%`. */
export function formatSignedPercent(percent: number): string {
  const digits = Math.abs(percent).toFixed(DECIMALS);
  if (Number(digits) === 0) return `${digits}%`;
  return `${percent < 0 ? MINUS : "+"}${digits}%`;
}

const SCALES = [
  { from: 999_500_000, unit: 1e9, suffix: "B" },
  { from: 999_500, unit: 1e6, suffix: "M" },
  { from: 1e3, unit: 1e3, suffix: "K" },
] as const;

/** A volume in at most five characters: `950`, `12.3K`, `1.25M`. */
export function formatVolume(volume: number): string {
  const scale = SCALES.find(({ from }) => volume >= from);
  if (!scale) return Math.round(volume).toString();
  const value = volume / scale.unit;
  return `${value.toFixed(decimalsOfScaled(value))}${scale.suffix}`;
}

function decimalsOfScaled(value: number): number {
  if (value >= 99.95) return 0;
  return value >= 9.995 ? 1 : 2;
}

/** A count with thousands grouped: `12,345`. */
export function formatCount(count: number): string {
  return grouped(0).format(count);
}
