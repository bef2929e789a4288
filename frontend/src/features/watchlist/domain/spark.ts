/** The points of a sparkline as SVG wants them, in a box of that size; "" for fewer than two values. */
export function sparkPoints(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return "";
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = width / (values.length - 1);
  return values
    .map((value, index) => {
      const share = span === 0 ? 0.5 : (value - low) / span;
      return `${(index * step).toFixed(1)},${((1 - share) * height).toFixed(1)}`;
    })
    .join(" ");
}
