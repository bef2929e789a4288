/** Draws the anomalies' markers on the candles and says which of them a pointer is on. */

import { markerAt, placeMarkers } from "../domain/markers";

import type { Marker, PlacedMarker } from "../domain/markers";
import type { Palette } from "./palette";
import type {
  IPrimitivePaneView,
  ISeriesPrimitive,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
  UTCTimestamp,
} from "lightweight-charts";

const HIGH_HALF = 6.5;
const MEDIUM_HALF = 4.5;

/** A drawing on the candle series. Markers keep their size however far the chart is zoomed. */
export class MarkersPrimitive implements ISeriesPrimitive {
  private markers: readonly Marker[] = [];
  private placed: readonly PlacedMarker[] = [];
  private host: SeriesAttachedParameter | null = null;
  private readonly views: readonly IPrimitivePaneView[];

  constructor(palette: Palette) {
    const renderer: NonNullable<ReturnType<IPrimitivePaneView["renderer"]>> = {
      draw: (target) => {
        target.useMediaCoordinateSpace(({ context }) => {
          drawMarkers(context, this.placed, palette);
        });
      },
    };
    this.views = [{ zOrder: () => "top", renderer: () => renderer }];
  }

  /** Shows these markers from the next frame on. */
  setMarkers(markers: readonly Marker[]): void {
    this.markers = markers;
    this.host?.requestUpdate();
  }

  /** The marker at a point of the upper pane, in pixels. */
  at(x: number, y: number): PlacedMarker | null {
    return markerAt(this.placed, x, y);
  }

  attached(host: SeriesAttachedParameter): void {
    this.host = host;
  }

  detached(): void {
    this.host = null;
  }

  updateAllViews(): void {
    const { host } = this;
    if (!host) return;
    const scale = host.chart.timeScale();
    this.placed = placeMarkers(
      this.markers,
      (time) => scale.timeToCoordinate(time as UTCTimestamp),
      (price) => host.series.priceToCoordinate(price),
    );
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  hitTest(x: number, y: number): PrimitiveHoveredItem | null {
    const marker = this.at(x, y);
    return marker && { externalId: marker.finding, cursorStyle: "pointer", zOrder: "top" };
  }
}

/** HIGH is a full triangle, MEDIUM a smaller hollow one; it points the way the price went. */
export function drawMarkers(
  context: CanvasRenderingContext2D,
  placed: readonly PlacedMarker[],
  palette: Palette,
): void {
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.strokeStyle = palette.accent;
  for (const marker of placed) {
    context.fillStyle = marker.severity === "HIGH" ? palette.accent : palette.background;
    traceTriangle(context, marker);
    context.fill();
    context.stroke();
  }
}

function traceTriangle(context: CanvasRenderingContext2D, { x, y, direction, severity }: PlacedMarker): void {
  const half = severity === "HIGH" ? HIGH_HALF : MEDIUM_HALF;
  const tip = direction === "SPIKE" ? -half : half;
  context.beginPath();
  context.moveTo(x, y + tip);
  context.lineTo(x + half, y - tip);
  context.lineTo(x - half, y - tip);
  context.closePath();
}
