/**
 * How many digits a number is shown with, by one rule for every size: five significant ones, at least two decimals, no
 * zeros at the end beyond those two, never an exponent. Rounding is half to even on the decimal text, as the pipeline
 * counts, not on the binary number. digits.cases.json has it case by case; the command line keeps to the same cases.
 */

const SIGNIFICANT = 5;
const LEAST_DECIMALS = 2;

/** coefficient * 10 ** -scale. */
interface Decimal {
  readonly isNegative: boolean;
  readonly coefficient: bigint;
  readonly scale: number;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** A number, or its decimal text, as the rule has it; what is no finite number as it is. */
export function shown(value: number | string): string {
  const decimal = parse(value);
  if (!decimal) return String(value);
  const text = write(decimal, decimalsOf(decimal));
  return text.replace(/(\.\d\d\d*?)0+$/, "$1");
}

/** How many decimals `shown` gives this number. */
export function decimalsFor(value: number): number {
  const text = shown(value);
  const point = text.indexOf(".");
  return point === -1 ? LEAST_DECIMALS : text.length - point - 1;
}

/** The decimals that all of these can be shown with: the most that any of them needs. */
export function mostDecimals(values: Iterable<number>): number {
  let most = LEAST_DECIMALS;
  for (const value of values) most = Math.max(most, decimalsFor(value));
  return most;
}

/** A number with exactly so many decimals; what is no finite number as it is. */
export function fixed(value: number | string, decimals: number): string {
  const decimal = parse(value);
  return decimal ? write(decimal, decimals) : String(value);
}

function parse(value: number | string): Decimal | null {
  const found = NUMBER.exec(String(value));
  if (!found) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = found;
  return {
    isNegative: sign === "-",
    coefficient: BigInt(whole + fraction),
    scale: fraction.length - Number(exponent),
  };
}

function decimalsOf({ coefficient, scale }: Decimal): number {
  if (coefficient === 0n) return LEAST_DECIMALS;
  const magnitude = coefficient.toString().length - 1 - scale; // floor(log10(|value|))
  return Math.max(LEAST_DECIMALS, SIGNIFICANT - 1 - magnitude);
}

function write({ isNegative, coefficient, scale }: Decimal, decimals: number): string {
  const rounded =
    scale > decimals
      ? divideHalfEven(coefficient, 10n ** BigInt(scale - decimals))
      : coefficient * 10n ** BigInt(decimals - scale);
  const digits = rounded.toString().padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  const sign = isNegative && rounded !== 0n ? "-" : "";
  return `${sign}${digits.slice(0, point)}${decimals === 0 ? "" : "."}${digits.slice(point)}`;
}

function divideHalfEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = 2n * (value % divisor);
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}
