/** Instants are milliseconds since 1970 or ISO 8601 text; they are shown in the viewer's zone. */

export type Instant = number | string;

const NEW_YORK = "America/New_York";
const TIME: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
};
const MINUTE: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
const STAMP: Intl.DateTimeFormatOptions = { ...TIME, month: "short", day: "numeric" };

// A formatter costs far more to make than to use, so each is made once, when first needed.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string, options: Intl.DateTimeFormatOptions, timeZone?: string): Intl.DateTimeFormat {
  const key = `${name}|${timeZone ?? ""}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", timeZone === undefined ? options : { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** Milliseconds since 1970; NaN for text that is no time. */
export function millisecondsOf(at: Instant): number {
  return typeof at === "number" ? at : Date.parse(at);
}

/** `Nov 20, 14:31:00` in the viewer's zone, or in `timeZone`. */
export function localTime(at: Instant, timeZone?: string): string {
  return formatter("stamp", STAMP, timeZone).format(millisecondsOf(at));
}

/** `Nov 20, 09:31:00` in the exchange's zone. */
export function newYorkTime(at: Instant): string {
  return localTime(at, NEW_YORK);
}

/** `14:31:00` in the viewer's zone, or in `timeZone`. */
export function clockTime(at: Instant, timeZone?: string): string {
  return formatter("clock", TIME, timeZone).format(millisecondsOf(at));
}

/** `14:31` in the viewer's zone, or in `timeZone`. */
export function minuteTime(at: Instant, timeZone?: string): string {
  return formatter("minute", MINUTE, timeZone).format(millisecondsOf(at));
}

/** `Nov 20` in the viewer's zone, or in `timeZone`. */
export function dayText(at: Instant, timeZone?: string): string {
  return formatter("day", DAY, timeZone).format(millisecondsOf(at));
}

/** `09:31:00` in the exchange's zone. */
export function newYorkClock(at: Instant): string {
  return clockTime(at, NEW_YORK);
}
