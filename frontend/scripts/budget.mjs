// Fails when the built page's JavaScript, gzipped, is over its budget. Run it after `npm run build`.
import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 250 * 1000;
const DIST = new URL("../dist/", import.meta.url);

async function scripts() {
  const names = await readdir(DIST, { recursive: true });
  return names.filter((name) => name.endsWith(".js")).sort();
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

let total = 0;
for (const name of await scripts()) {
  const size = gzipSync(await readFile(new URL(name, DIST)), { level: 9 }).length;
  total += size;
  console.log(`${kilobytes(size).padStart(9)}  ${name}`);
}
console.log(`${kilobytes(total).padStart(9)}  of ${kilobytes(BUDGET_BYTES)} JavaScript, gzipped`);
if (total === 0 || total > BUDGET_BYTES) {
  console.error(total === 0 ? "dist holds no JavaScript: run `npm run build` first." : "Over the budget.");
  process.exitCode = 1;
}
