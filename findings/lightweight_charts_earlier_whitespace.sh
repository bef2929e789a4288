#!/usr/bin/env bash
# lightweight-charts 5.2.1: series.update({ time }, true), an earlier item without a value, removes the NEXT item that
# has one; and an earlier item with a value, where the series had none, takes the next one's place. Both are silent.
#
# A library that tells items by their time would leave 10:02 and 10:03 alone. Seen from dist/…development.mjs,
# DataLayer._private__updateHistoricalSeriesRow: the position comes from a lower bound over the items that have values,
# and is used without a look at whether the item found there is of that time.
#
# So: never tell a series of an earlier item without a value. The dashboard's lines hold only items that have one.
#
# Needs node and npm. Installs pinned packages into a temporary folder. Exits 1 when the library behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit --ignore-scripts lightweight-charts@5.2.1 jsdom@26.1.0

cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

// A browser without a picture: the data is what is looked at.
const { window } = new JSDOM("<div id=chart></div>", { pretendToBeVisual: true });
const context = new Proxy({}, { get: (own, name) => own[name] ?? (() => ({ width: 6 })) });
window.HTMLCanvasElement.prototype.getContext = () => context;
window.matchMedia = () => ({ matches: false, addListener() {}, removeListener() {} });
const names = ["document", "location", "navigator", "HTMLElement", "requestAnimationFrame", "cancelAnimationFrame"];
for (const name of names) Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
globalThis.window = window;
const { createChart, LineSeries } = await import("lightweight-charts");

function seriesOf(items) {
  const series = createChart(window.document.getElementById("chart")).addSeries(LineSeries);
  series.setData(items);
  return series;
}
const shown = (series) => series.data().map(({ time, value }) => `${time}=${value}`).join(" ");
const items = [{ time: 1 }, { time: 2, value: 20 }, { time: 3, value: 30 }];

const { version } = JSON.parse(readFileSync("node_modules/lightweight-charts/package.json", "utf8"));
console.log(`lightweight-charts ${version}`);

const emptied = seriesOf(items);
console.log(`before                                  ${shown(emptied)}`);
emptied.update({ time: 1 }, true);
console.log(`update({ time: 1 }, true)               ${shown(emptied)}   expected 2=20 3=30`);

const filled = seriesOf(items);
filled.update({ time: 1, value: 10 }, true);
console.log(`update({ time: 1, value: 10 }, true)    ${shown(filled)}   expected 1=10 2=20 3=30`);

process.exit(shown(emptied) === "3=30" && shown(filled) === "1=10 3=30" ? 0 : 1);
JS

node seen.mjs || { echo "lightweight-charts behaves otherwise than described above" >&2; exit 1; }
