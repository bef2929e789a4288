/** The chart's series: candles, volume and band in the upper pane, the z of each close in the lower one. */

import { CandlestickSeries, HistogramSeries, LineSeries, LineStyle } from "lightweight-charts";

import { formatAxisPrice, formatPrice, formatTicks } from "@/shared/format";
import { HIGH_LIMIT, MEDIUM_LIMIT } from "@/shared/market/zscore";

import { translucent } from "./palette";

import type { Band, Row } from "../domain/rows";
import type { Palette } from "./palette";
import type {
  CandlestickData,
  HistogramData,
  IChartApi,
  IPriceLine,
  ISeriesApi,
  LineData,
  PriceFormatCustom,
  PriceLineOptions,
  UTCTimestamp,
} from "lightweight-charts";

/** The lower pane shows z from -Z_SHOWN to Z_SHOWN; bars beyond end at its edge, the legend has their value. */
export const Z_SHOWN = 6;
const Z_PANE = 1;

type BandedRow = Row & { readonly band: Band };
type PriceLinePlace = Pick<PriceLineOptions, "price" | "lineVisible" | "axisLabelVisible">;

export interface SeriesSet {
  /** The candles: what prices and markers are measured against. */
  readonly candles: ISeriesApi<"Candlestick">;
  /** Draws `rows` and nothing else. */
  setAll(rows: readonly Row[]): void;
  /** Draws one row: the newest, or with `isEarlier` one that is drawn already, with a band then if it has one now. */
  update(row: Row, isEarlier: boolean): void;
  /** How many digits prices have after the point. */
  setDecimals(decimals: number): void;
}

/** Adds the series to an empty chart. */
export function addSeries(chart: IChartApi, palette: Palette): SeriesSet {
  const candles = addCandles(chart, palette);
  const volume = addVolume(chart, palette);
  const [upper, mean, lower] = [
    addLine(chart, translucent(palette.muted, 0.55), LineStyle.Solid),
    addLine(chart, translucent(palette.muted, 0.4), LineStyle.Dotted),
    addLine(chart, translucent(palette.muted, 0.55), LineStyle.Solid),
  ];
  const z = addZ(chart, palette);
  const priceLine = addPriceLine(candles, palette);
  return {
    candles,
    setAll(rows) {
      priceLine.applyOptions(priceLineAt(rows.at(-1)));
      candles.setData(rows.map(candleData));
      volume.setData(rows.map((row) => volumeData(row, palette)));
      const banded = rows.filter(hasBand);
      upper.setData(banded.map((row) => lineData(row, row.band.upper)));
      mean.setData(banded.map((row) => lineData(row, row.band.mean)));
      lower.setData(banded.map((row) => lineData(row, row.band.lower)));
      z.setData(banded.map((row) => zData(row, palette)));
    },
    update(row, isEarlier) {
      if (!isEarlier) priceLine.applyOptions(priceLineAt(row));
      candles.update(candleData(row), isEarlier);
      volume.update(volumeData(row, palette), isEarlier);
      if (!hasBand(row)) return;
      upper.update(lineData(row, row.band.upper), isEarlier);
      mean.update(lineData(row, row.band.mean), isEarlier);
      lower.update(lineData(row, row.band.lower), isEarlier);
      z.update(zData(row, palette), isEarlier);
    },
    setDecimals(decimals) {
      candles.applyOptions({ priceFormat: priceFormatOf(decimals) });
    },
  };
}

function addCandles(chart: IChartApi, palette: Palette): ISeriesApi<"Candlestick"> {
  return chart.addSeries(CandlestickSeries, {
    // Rising candles are hollow, falling ones full: shape tells them apart as well as colour.
    upColor: palette.background,
    borderUpColor: palette.up,
    wickUpColor: palette.up,
    downColor: palette.down,
    borderDownColor: palette.down,
    wickDownColor: palette.down,
    // Both would follow the newest bar in sight; the line of addPriceLine is always the newest price.
    lastValueVisible: false,
    priceLineVisible: false,
  });
}

function addPriceLine(candles: ISeriesApi<"Candlestick">, palette: Palette): IPriceLine {
  return candles.createPriceLine({
    ...priceLineAt(undefined),
    color: palette.accent,
    lineWidth: 1,
    lineStyle: LineStyle.Dotted,
    title: "",
  });
}

function priceLineAt(row: Row | undefined): PriceLinePlace {
  return { price: row?.close ?? 0, lineVisible: row !== undefined, axisLabelVisible: row !== undefined };
}

function addVolume(chart: IChartApi, palette: Palette): ISeriesApi<"Histogram"> {
  const series = chart.addSeries(HistogramSeries, {
    priceScaleId: "volume",
    priceFormat: { type: "volume" },
    color: palette.muted,
    lastValueVisible: false,
    priceLineVisible: false,
  });
  series.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
  return series;
}

function addLine(chart: IChartApi, color: string, lineStyle: LineStyle): ISeriesApi<"Line"> {
  return chart.addSeries(LineSeries, {
    color,
    lineStyle,
    lineWidth: 1,
    lastValueVisible: false,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
    // After a crash the band is many times wider than the candles: they set the scale, not the band.
    autoscaleInfoProvider: () => null,
  });
}

function addZ(chart: IChartApi, palette: Palette): ISeriesApi<"Histogram"> {
  const series = chart.addSeries(
    HistogramSeries,
    {
      base: 0,
      lastValueVisible: false,
      priceLineVisible: false,
      priceFormat: { type: "custom", minMove: 0.1, formatter: (z: number) => formatPrice(z, 1) },
      autoscaleInfoProvider: () => ({ priceRange: { minValue: -Z_SHOWN, maxValue: Z_SHOWN } }),
    },
    Z_PANE,
  );
  series.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
  for (const limit of [HIGH_LIMIT, MEDIUM_LIMIT, -MEDIUM_LIMIT, -HIGH_LIMIT]) {
    series.createPriceLine({
      price: limit,
      color: translucent(palette.accent, Math.abs(limit) === HIGH_LIMIT ? 0.7 : 0.4),
      lineWidth: 1,
      lineStyle: Math.abs(limit) === HIGH_LIMIT ? LineStyle.Solid : LineStyle.Dashed,
      axisLabelVisible: false,
      title: "",
    });
  }
  return series;
}

function priceFormatOf(decimals: number): PriceFormatCustom {
  return {
    type: "custom",
    minMove: 1 / 10 ** decimals,
    formatter: (price: number) => formatAxisPrice(price, decimals),
    tickmarksFormatter: (prices: readonly number[]) => formatTicks(prices, decimals),
  };
}

function toTime(row: Row): UTCTimestamp {
  return row.time as UTCTimestamp;
}

function candleData(row: Row): CandlestickData {
  return { time: toTime(row), open: row.open, high: row.high, low: row.low, close: row.close };
}

function volumeData(row: Row, palette: Palette): HistogramData {
  return {
    time: toTime(row),
    value: row.volume,
    color: translucent(row.close >= row.open ? palette.up : palette.down, 0.3),
  };
}

/**
 * Where there is no band the series have no item, not one without a value: the library takes an earlier item without
 * a value for an order to remove the next one that has some.
 */
function hasBand(row: Row): row is BandedRow {
  return row.band !== null;
}

function lineData(row: Row, value: number): LineData {
  return { time: toTime(row), value };
}

function zData(row: BandedRow, palette: Palette): HistogramData {
  return { time: toTime(row), value: row.band.z, color: zColor(Math.abs(row.band.z), palette) };
}

function zColor(distance: number, palette: Palette): string {
  if (distance > HIGH_LIMIT) return palette.accent;
  return distance > MEDIUM_LIMIT ? translucent(palette.accent, 0.65) : translucent(palette.muted, 0.5);
}
