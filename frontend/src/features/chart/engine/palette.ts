/** The chart's colours, read from the page's design tokens: a canvas knows no CSS variables. */

export interface Palette {
  readonly background: string;
  readonly text: string;
  readonly hairline: string;
  readonly up: string;
  readonly down: string;
  readonly accent: string;
  readonly muted: string;
  readonly font: string;
}

const TOKENS: Readonly<Record<Exclude<keyof Palette, "font">, string>> = {
  background: "--color-panel",
  text: "--color-muted",
  hairline: "--color-hairline",
  up: "--color-up",
  down: "--color-down",
  accent: "--color-accent",
  muted: "--color-muted",
};
/** Where the stylesheet is missing, as in tests: visible on any ground. */
const FALLBACK = "#888888";

/** The palette as `element` inherits it. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: keyof typeof TOKENS): string => style.getPropertyValue(TOKENS[name]).trim() || FALLBACK;
  return {
    background: token("background"),
    text: token("text"),
    hairline: token("hairline"),
    up: token("up"),
    down: token("down"),
    accent: token("accent"),
    muted: token("muted"),
    font: style.fontFamily,
  };
}

/** A six-digit hex colour made translucent, `share` from 0 to 1; any other colour as it is. */
export function translucent(color: string, share: number): string {
  if (!/^#[\da-f]{6}$/i.test(color)) return color;
  return (
    color +
    Math.round(share * 255)
      .toString(16)
      .padStart(2, "0")
  );
}
