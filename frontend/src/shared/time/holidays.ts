/** The days on which the New York exchanges stay shut or shut early, from the rules they have followed since 2022. */

/** A day of the calendar in New York. `month` is 1 to 12; `weekday` 0 is Sunday. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly weekday: number;
}

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const FRIDAY = 5;
const SATURDAY = 6;

export function isWeekend({ weekday }: Day): boolean {
  return weekday === SATURDAY || weekday === SUNDAY;
}

export function isHoliday(day: Day): boolean {
  return isFixedHoliday(day) || isMovingHoliday(day) || isGoodFriday(day);
}

/** Trading ends at 13:00: the day after Thanksgiving, and the eves of Independence Day and Christmas. */
export function isHalfDay(day: Day): boolean {
  const { month, date, weekday } = day;
  if (isWeekend(day) || isHoliday(day)) return false;
  if (month === 11 && weekday === FRIDAY) return date >= 23 && date <= 29;
  return (month === 7 && date === 3) || (month === 12 && date === 24);
}

/** On a Saturday it is kept the Friday before (New Year's Day is not), on a Sunday the Monday after. */
function isFixedHoliday(day: Day): boolean {
  const isKept = (month: number, date: number): boolean =>
    day.month === month &&
    (day.date === date ||
      (day.date === date - 1 && day.weekday === FRIDAY) ||
      (day.date === date + 1 && day.weekday === MONDAY));
  return isKept(1, 1) || isKept(6, 19) || isKept(7, 4) || isKept(12, 25);
}

function isMovingHoliday({ month, date, weekday }: Day): boolean {
  const week = Math.ceil(date / 7); // the how-manieth of its weekday in the month
  if (weekday === THURSDAY) return month === 11 && week === 4; // Thanksgiving
  if (weekday !== MONDAY) return false;
  const isThirdOf = (month === 1 || month === 2) && week === 3; // Martin Luther King, Washington
  return isThirdOf || (month === 5 && date > 24) || (month === 9 && week === 1); // Memorial Day, Labor Day
}

function isGoodFriday({ year, month, date, weekday }: Day): boolean {
  if (weekday !== FRIDAY) return false;
  const easter = Date.UTC(year, 0, 1) + easterDay(year) * 86_400_000;
  return Date.UTC(year, month - 1, date) === easter - 2 * 86_400_000;
}

/** Easter Sunday as days after 1 January, by the anonymous Gregorian computus. */
function easterDay(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const skipped = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - skipped + 15) % 30;
  const rest = year % 100;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const sum = epact + toSunday - 7 * shift + 114;
  const easter = Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
  return (easter - Date.UTC(year, 0, 1)) / 86_400_000;
}
