import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { QueryPanel } from "./QueryPanel";
import { InMarket, marketWith } from "../../../tests/harness";

import type { Fetch } from "@/shared/api/request";
import type { Query } from "@/shared/api/types";

const TOKEN = "secret";
const ID = "01234567-89ab-cdef-0123-456789abcdef";
const DONE: Query = {
  id: ID,
  state: "SUCCEEDED",
  reason: null,
  scanned_bytes: 61_200,
  usd: 0.00005,
  milliseconds: 1_340,
  columns: [
    { name: "symbol", type: "varchar" },
    { name: "price", type: "decimal" },
    { name: "note", type: "varchar" },
  ],
  rows: [
    ["AAPL", "232.1500000000", null],
    ["MSFT", "410.0000000000", 'a "b", c'],
  ],
  cut: false,
};
const EMPTY = { columns: [], rows: [], milliseconds: 0 };

/** The routes for SQL; `answers` are what GET gives, the last of them again and again. */
class FakeLake {
  readonly asked: { method: string; path: string; sql?: unknown; authorization: string | null }[] = [];
  answers: Query[] = [DONE];
  refusal: { status: number; error: string } | null = null;
  isDown = false;

  readonly fetch: Fetch = (url, init) => {
    const { pathname } = new URL(url);
    const method = init?.method ?? "GET";
    const authorization = new Headers(init?.headers).get("authorization");
    const sql: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    if (this.isDown) return Promise.reject(new TypeError("Failed to fetch"));
    this.asked.push({ method, path: pathname, sql, authorization });
    if (pathname === "/query/ready-made") return Promise.resolve(Response.json(CATALOGUE));
    return Promise.resolve(this.answer(method, authorization));
  };

  times(method: string): number {
    return this.asked.filter((asked) => asked.method === method && asked.path !== "/query/ready-made").length;
  }

  private answer(method: string, authorization: string | null): Response {
    if (authorization !== `Bearer ${TOKEN}`) return problem(401, "this needs the API's token");
    if (this.refusal) return problem(this.refusal.status, this.refusal.error);
    if (method === "POST") return Response.json({ id: ID }, { status: 202 });
    if (method === "DELETE") {
      this.answers = [{ ...DONE, ...EMPTY, state: "CANCELLED", reason: "the query was cancelled" }];
    }
    const [next = DONE, ...rest] = this.answers;
    if (rest.length > 0) this.answers = rest;
    return Response.json(next);
  }
}

const CATALOGUE = {
  queries: [{ name: "delay", about: "Seconds between quote and arrival.", sql: "SELECT 1 AS delay" }],
  count: 1,
};

function problem(status: number, error: string): Response {
  return Response.json({ error, code: "x" }, { status });
}

function shown(lake = new FakeLake(), onClose = vi.fn()): { lake: FakeLake; onClose: typeof onClose; end: () => void } {
  const { unmount } = render(
    <InMarket market={marketWith(lake.fetch)}>
      <QueryPanel onClose={onClose} />
    </InMarket>,
  );
  return { lake, onClose, end: unmount };
}

const editor = (): HTMLElement => screen.getByRole("textbox", { name: "SQL" });
const run = (): Promise<void> => userEvent.click(screen.getByRole("button", { name: "Run" }));
const result = (): Promise<HTMLElement> => screen.findByRole("region", { name: "Result" });

beforeEach(() => {
  window.sessionStorage.setItem("finpulse.query.token", TOKEN);
});

afterEach(() => {
  window.sessionStorage.clear();
  window.localStorage.clear();
});

it("starts in the editor, and closes", async () => {
  const { onClose } = shown();
  expect(editor()).toHaveFocus();
  await userEvent.click(screen.getByRole("button", { name: "Close the query drawer" }));
  expect(onClose).toHaveBeenCalledOnce();
});

describe("the token", () => {
  beforeEach(() => {
    window.sessionStorage.clear();
  });

  it("is asked for once, where it is printed being said, and kept in this tab only", async () => {
    const { lake } = shown();
    await run();
    expect(screen.getByText("finpulse status --show-token")).toBeInTheDocument();
    expect(lake.times("POST")).toBe(0);
    const input = screen.getByLabelText(/^Token/);
    expect(input).toHaveFocus();
    expect(input).toHaveAttribute("type", "password");
    await userEvent.type(input, ` ${TOKEN} {Enter}`);
    await result();
    expect(window.sessionStorage.getItem("finpulse.query.token")).toBe(TOKEN);
    expect(window.localStorage).toHaveLength(0);
    await run();
    await waitFor(() => {
      expect(lake.times("POST")).toBe(2);
    });
  });

  it("is asked for again when the API refuses it", async () => {
    shown();
    await run();
    await userEvent.type(screen.getByLabelText(/^Token/), "wrong{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("refused this token");
    expect(window.sessionStorage.getItem("finpulse.query.token")).toBeNull();
    await userEvent.clear(screen.getByLabelText(/^Token/));
    await userEvent.type(screen.getByLabelText(/^Token/), `${TOKEN}{Enter}`);
    expect(await result()).toBeInTheDocument();
  });

  it("is forgotten when that is wanted", async () => {
    window.sessionStorage.setItem("finpulse.query.token", TOKEN);
    shown();
    await userEvent.click(screen.getByRole("button", { name: "Forget token" }));
    expect(window.sessionStorage.getItem("finpulse.query.token")).toBeNull();
    expect(screen.queryByRole("button", { name: "Forget token" })).not.toBeInTheDocument();
  });
});

describe("a run", () => {
  it("shows rows, numbers at the right, and what it cost", async () => {
    const { lake } = shown();
    await userEvent.clear(editor());
    await userEvent.type(editor(), "SELECT 2");
    await run();
    const table = within(await result());
    expect(lake.asked.find(({ method }) => method === "POST")?.sql).toEqual({ sql: "SELECT 2" });
    expect(table.getByRole("columnheader", { name: "price" })).toHaveClass("text-right");
    expect(table.getByRole("cell", { name: "232.15" })).toHaveClass("text-right");
    expect(table.getByRole("cell", { name: "410" })).toBeInTheDocument();
    expect(table.getByRole("cell", { name: "NULL" })).toHaveClass("text-left");
    expect(screen.getByRole("status")).toHaveTextContent(
      "2 rows · 1.3 s · 61.2 kB scanned · USD 0.00005 on AWS (10 MB at least)",
    );
  });

  it.each(["{Control>}{Enter}{/Control}", "{Meta>}{Enter}{/Meta}"])("starts with %s", async (keys) => {
    shown();
    await userEvent.type(editor(), keys);
    expect(await result()).toBeInTheDocument();
  });

  it("tells how far it is, until it is over", async () => {
    const lake = new FakeLake();
    lake.answers = [{ ...DONE, ...EMPTY, state: "RUNNING", scanned_bytes: 950 }, DONE];
    shown(lake);
    await run();
    expect(await screen.findByText(/950 B scanned/)).toBeInTheDocument();
    expect(screen.getByRole("status")).toHaveTextContent("running");
    expect(await result()).toBeInTheDocument();
  });

  it("is cancelled at Athena", async () => {
    const lake = new FakeLake();
    lake.answers = [{ ...DONE, ...EMPTY, state: "RUNNING" }];
    shown(lake);
    await run();
    await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("the query was cancelled");
    expect(lake.times("DELETE")).toBe(1);
    expect(screen.getByRole("button", { name: "Run" })).toBeInTheDocument();
  });

  it("does not go on behind a closed drawer", async () => {
    const lake = new FakeLake();
    lake.answers = [{ ...DONE, ...EMPTY, state: "RUNNING" }];
    const { end } = shown(lake);
    await run();
    await screen.findByText("running");
    end();
    await waitFor(() => {
      expect(lake.times("DELETE")).toBe(1);
    });
  });

  it.each([
    [400, "only SELECT is allowed, or WITH … SELECT"],
    [503, "the service cannot answer right now, try again"],
  ])("says in the server's words why it is refused with %i", async (status, error) => {
    const lake = new FakeLake();
    lake.refusal = { status, error };
    shown(lake);
    await run();
    expect(await screen.findByRole("alert")).toHaveTextContent(error);
  });

  it("says why it failed", async () => {
    const lake = new FakeLake();
    lake.answers = [{ ...DONE, ...EMPTY, state: "FAILED", reason: "COLUMN_NOT_FOUND: line 1:8" }];
    shown(lake);
    await run();
    expect(await screen.findByRole("alert")).toHaveTextContent("COLUMN_NOT_FOUND: line 1:8");
  });

  it("says when the API cannot be reached", async () => {
    const lake = new FakeLake();
    shown(lake);
    lake.isDown = true;
    await run();
    expect(await screen.findByRole("alert")).toHaveTextContent("the server does not answer");
  });

  it("says when there are no rows, and when there are more", async () => {
    const lake = new FakeLake();
    lake.answers = [
      { ...DONE, rows: [] },
      { ...DONE, cut: true },
    ];
    shown(lake);
    await run();
    expect(await screen.findByText("The query found no rows.")).toBeInTheDocument();
    await run();
    await result();
    expect(screen.getByRole("status")).toHaveTextContent("the first 2 rows, there are more");
  });

  it("is saved as CSV", async () => {
    const blobs: Blob[] = [];
    vi.stubGlobal("URL", class extends URL {});
    URL.createObjectURL = (blob: Blob) => {
      blobs.push(blob);
      return "blob:csv";
    };
    URL.revokeObjectURL = vi.fn();
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    shown();
    await run();
    await result();
    await userEvent.click(screen.getByRole("button", { name: "Save CSV" }));
    expect(blobs.map(({ type }) => type)).toEqual(["text/csv;charset=utf-8"]);
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
});

it("puts a ready-made query into the editor", async () => {
  shown();
  const select = screen.getByRole("combobox", { name: "Ready-made queries" });
  await screen.findByRole("option", { name: "delay" });
  await userEvent.selectOptions(select, "delay");
  expect(editor()).toHaveValue("SELECT 1 AS delay");
  expect(screen.getByText("Seconds between quote and arrival.")).toBeInTheDocument();
  await userEvent.type(editor(), " ");
  expect(select).toHaveValue("");
});

it("keeps what was typed when the drawer is closed", async () => {
  const { end } = shown();
  await userEvent.clear(editor());
  await userEvent.type(editor(), "SELECT 3");
  end();
  shown();
  expect(editor()).toHaveValue("SELECT 3");
});

// A part of a page has no landmarks, and jsdom paints nothing: the tests in a real browser look at both.
const OFF = { region: { enabled: false }, "color-contrast": { enabled: false } };

it.each(["idle", "token", "result"])("has no flaw that axe finds: %s", async (state) => {
  if (state === "token") window.sessionStorage.clear();
  shown();
  await screen.findByRole("option", { name: "delay" });
  if (state !== "idle") await run();
  if (state === "result") await result();
  const { violations } = await axe.run(document.body, { rules: OFF });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
});
