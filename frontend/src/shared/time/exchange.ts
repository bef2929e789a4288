import { isHalfDay, isHoliday, isWeekend } from "./holidays";

import type { Day } from "./holidays";

const OPENS = 9 * 60 + 30;
const CLOSES = 16 * 60;
const CLOSES_EARLY = 13 * 60;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

let format: Intl.DateTimeFormat | null = null;

/** Whether New York trades its regular session at that instant, in milliseconds since 1970. */
export function isMarketOpen(at: number): boolean {
  const { day, minute } = inNewYork(at);
  if (isWeekend(day) || isHoliday(day)) return false;
  return minute >= OPENS && minute < (isHalfDay(day) ? CLOSES_EARLY : CLOSES);
}

function inNewYork(at: number): { readonly day: Day; readonly minute: number } {
  format ??= new Intl.DateTimeFormat("en-US", {
    timeZone: "America/New_York",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    weekday: "short",
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    day: {
      year: number("year"),
      month: number("month"),
      date: number("day"),
      weekday: WEEKDAYS.indexOf(parts.get("weekday") ?? ""),
    },
    minute: number("hour") * 60 + number("minute"),
  };
}
