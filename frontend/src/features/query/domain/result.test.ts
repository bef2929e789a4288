import { expect, it } from "vitest";

import { bytesText, cellText, isNumeric, toCsv } from "./result";

it.each([
  ["decimal", "232.1500000000", "232.15"],
  ["decimal", "410.0000000000", "410"],
  ["decimal", "-0.0010", "-0.001"],
  ["decimal", "1200", "1200"],
  ["varchar", "1.500", "1.500"],
  ["double", "1.0E10", "1.0E10"],
])("reads a %s %s as %s", (type, text, read) => {
  expect(cellText({ name: "x", type }, text)).toBe(read);
});

it("knows numbers by Athena's names", () => {
  const numeric = ["bigint", "integer", "decimal", "double", "real"].map((type) => isNumeric({ name: "x", type }));
  expect(numeric).not.toContain(false);
  expect(isNumeric({ name: "x", type: "varchar" })).toBe(false);
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [61_200, "61.2 kB"],
  [999_960, "1.0 MB"],
  [1_300_000_000, "1.3 GB"],
])("writes %i bytes as %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

it("writes CSV with Athena's own texts, quoted where they must be", () => {
  const columns = ["price", "note"].map((name) => ({ name, type: "varchar" }));
  const rows = [
    ["232.1500000000", null],
    ["", 'a "b", c'],
  ];
  const query = { id: "1", state: "SUCCEEDED", reason: null, scanned_bytes: 0, usd: 0, milliseconds: 0, cut: false };
  expect(toCsv({ ...query, state: "SUCCEEDED", columns, rows })).toBe(
    'price,note\r\n232.1500000000,\r\n"","a ""b"", c"\r\n',
  );
});
