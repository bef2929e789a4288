import { readFileSync } from "node:fs";

import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Command } from ".";

const STYLES = readFileSync("src/styles.css", "utf8");

function token(name: string): string {
  const color = new RegExp(`--color-${name}: (#[0-9a-f]{6});`).exec(STYLES)?.[1];
  if (color === undefined) throw new Error(`no colour named ${name}`);
  return color;
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe("the colours", () => {
  const texts = ["text", "muted", "accent", "up", "down"];
  const grounds = ["ground", "panel", "raised"];

  it.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    "keep a contrast of 4.5:1 with %s on %s",
    (text, ground) => {
      expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("keep it for dark text on the accent", () => {
    expect(contrast(token("ground"), token("accent"))).toBeGreaterThanOrEqual(4.5);
  });

  it("of up and down differ in blue, which every kind of colour blindness but the rarest sees", () => {
    const blue = (color: string): number => parseInt(color.slice(5, 7), 16);
    expect(blue(token("up")) - blue(token("down"))).toBeGreaterThan(100);
  });

  it("are the ones that the browser's own bars take", () => {
    expect(readFileSync("index.html", "utf8")).toContain(`name="theme-color" content="${token("ground")}"`);
    const manifest = JSON.parse(readFileSync("public/manifest.webmanifest", "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({ theme_color: token("ground"), background_color: token("ground") });
  });
});

it("holds still for those who ask for less motion", () => {
  expect(STYLES).toMatch(/@media \(prefers-reduced-motion: reduce\) \{[^@]*animation: none !important/);
});

describe("a command", () => {
  it("is copied", async () => {
    const user = userEvent.setup();
    render(<Command text="finpulse up" />);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByRole("button", { name: "Copied" })).toBeInTheDocument();
    await expect(navigator.clipboard.readText()).resolves.toBe("finpulse up");
  });

  it("asks to be selected where the browser gives no clipboard", async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
    render(<Command text="finpulse up" />);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByRole("button", { name: "Select it" })).toBeInTheDocument();
  });
});
