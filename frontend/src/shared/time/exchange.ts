import { CLOSED, CLOSES, CLOSES_EARLY, EARLY, FIRST_DAY, LAST_DAY, OPENS } from "./nyseSessions";

const WEEKEND = ["Sat", "Sun"];

let format: Intl.DateTimeFormat | null = null;

/**
 * Whether New York trades its regular session at that instant, in milliseconds since 1970; null on
 * days that the exchange's calendar does not cover.
 */
export function isMarketOpen(at: number): boolean | null {
  const { year, monthAndDay, weekday, clock } = inNewYork(at);
  const day = `${year}-${monthAndDay}`;
  if (day < FIRST_DAY || day > LAST_DAY) return null;
  if (WEEKEND.includes(weekday) || isIn(CLOSED)) return false;
  return clock >= OPENS && clock < (isIn(EARLY) ? CLOSES_EARLY : CLOSES);

  function isIn(days: Readonly<Record<string, string>>): boolean {
    return days[year]?.includes(monthAndDay) ?? false;
  }
}

interface NewYork {
  readonly year: string;
  readonly monthAndDay: string;
  readonly weekday: string;
  readonly clock: string; // 09:30
}

function inNewYork(at: number): NewYork {
  format ??= new Intl.DateTimeFormat("en-US", {
    timeZone: "America/New_York",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return {
    year: part("year"),
    monthAndDay: `${part("month")}-${part("day")}`,
    weekday: part("weekday"),
    clock: `${part("hour")}:${part("minute")}`,
  };
}
