// Writes src/shared/api/schema.d.ts from docs/openapi.json, or checks that it is up to date.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../../docs/openapi.json", import.meta.url);
const TYPES = new URL("../src/shared/api/schema.d.ts", import.meta.url);
const HEADING = "// Generated from docs/openapi.json by `npm run types`. Do not edit.\n\n";

async function generated() {
  const nodes = await openapiTS(DOCUMENT, { immutable: true, silent: true });
  return HEADING + astToString(nodes);
}

async function check(expected) {
  const found = await readFile(TYPES, "utf8").catch(() => "");
  if (found === expected) return;
  console.error(`${fileURLToPath(TYPES)} is stale: run \`npm run types\` and commit the result.`);
  process.exitCode = 1;
}

const types = await generated();
if (process.argv[2] === "check") await check(types);
else await writeFile(TYPES, types);
