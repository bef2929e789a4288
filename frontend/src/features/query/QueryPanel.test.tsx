import { readFileSync } from "node:fs";

import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { READY_MADE, sqlCommand } from "./domain/command";
import { QueryPanel } from "./QueryPanel";

it("starts in the editor, and writes the command for what stands there", async () => {
  render(<QueryPanel onClose={vi.fn()} />);
  const editor = screen.getByRole("textbox", { name: "SQL" });
  expect(editor).toHaveFocus();
  await userEvent.clear(editor);
  await userEvent.type(editor, "SELECT 1");
  expect(screen.getByText("finpulse query 'SELECT 1'")).toBeInTheDocument();
});

it("says what is missing, and which commands do it", () => {
  render(<QueryPanel onClose={vi.fn()} />);
  expect(screen.getByText(/no route for queries/)).toBeInTheDocument();
  expect(screen.getByText("finpulse query --name daily-ohlcv")).toBeInTheDocument();
});

it("closes", async () => {
  const onClose = vi.fn();
  render(<QueryPanel onClose={onClose} />);
  await userEvent.click(screen.getByRole("button", { name: "Close the query drawer" }));
  expect(onClose).toHaveBeenCalledOnce();
});

it("quotes SQL so that a shell passes it on as it is", () => {
  expect(sqlCommand("  SELECT *\n  FROM raw_events\nWHERE symbol = 'AAPL' ")).toBe(
    String.raw`finpulse query 'SELECT * FROM raw_events WHERE symbol = '\''AAPL'\'''`,
  );
});

it("names only queries that the command line knows", () => {
  const catalogue = readFileSync("../lambdas/shared/query/catalogue.py", "utf8");
  for (const { name } of READY_MADE) expect(catalogue).toContain(`"${name}"`);
});
