import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

interface LockEntry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const TEXT = readFileSync("package-lock.json", "utf8");
const { packages } = JSON.parse(TEXT) as { packages: Record<string, LockEntry> };

/** Whether the package at `path` finds `name` in its own folder or in one above, as Node looks for it. */
function finds(path: string, name: string): boolean {
  if (`${path === "" ? "" : `${path}/`}node_modules/${name}` in packages) return true;
  return path !== "" && finds(path.slice(0, path.lastIndexOf("node_modules/")).replace(/\/$/, ""), name);
}

it("names no registry", () => {
  expect(Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});

it("holds the optional packages of every platform, without which `npm ci` refuses it", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !finds(path, name)),
  );
  expect(missing).toEqual([]);
});
