const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago in words: `now`, `12 s ago`, `3 min ago`, `2 h ago`, `4 d ago`. A time to come is `now`. */
export function ageText(milliseconds: number): string {
  if (milliseconds < SECOND) return "now";
  return `${durationText(milliseconds)} ago`;
}

/** A length of time in its largest unit, rounded down: `0 s`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function durationText(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return `${Math.floor(length / HOUR)} h`;
  return `${Math.floor(length / DAY)} d`;
}
