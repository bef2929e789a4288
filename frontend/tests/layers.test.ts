import { Linter } from "eslint";
import { expect, it } from "vitest";

import { layers } from "../layers.js";

/** Whether the file may import that, as eslint's rules say. */
function mayImport(filename: string, source: string): boolean {
  const messages = new Linter().verify(`import ${JSON.stringify(source)};`, layers, { filename });
  return messages.length === 0;
}

it.each([
  ["src/app/App.js", "@/features/chart", true],
  ["src/app/App.js", "@/features/chart/engine/series", false],
  ["src/app/App.js", "@/shared/format", true],
  ["src/features/chart/a.js", "@/shared/format", true],
  ["src/features/chart/a.js", "./engine/series", true],
  ["src/features/chart/a.js", "@/features/anomalies", false],
  ["src/features/chart/a.js", "@/features/anomalies/domain/words", false],
  ["src/features/chart/a.js", "../anomalies", false],
  ["src/features/chart/engine/a.js", "../../anomalies/index", false],
  ["src/features/chart/a.js", "@/app/App", false],
  ["src/features/anomalies/a.js", "@/features/chart", false],
  ["src/shared/format/a.js", "@/features/chart", false],
  ["src/shared/format/a.js", "@/app/App", false],
  ["src/shared/format/a.js", "../../features/chart", false],
  ["src/shared/format/a.js", "@/shared/time", true],
])("%s may import %s: %s", (filename, source, allowed) => {
  expect(mayImport(filename, source)).toBe(allowed);
});
