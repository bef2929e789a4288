/** Says the direction without colour. */
export function changeMark(percent: number): string {
  if (Math.abs(percent) < 0.005) return "▬";
  return percent > 0 ? "▲" : "▼";
}

export function changeColor(percent: number): string {
  if (Math.abs(percent) < 0.005) return "text-muted";
  return percent > 0 ? "text-up" : "text-down";
}

/** How far the last of these values lies from the first, in percent: the direction of a sparkline. */
export function percentOver(values: readonly number[]): number {
  const [first] = values;
  const last = values.at(-1);
  return first === undefined || last === undefined || first === 0 ? 0 : 100 * (last / first - 1);
}
