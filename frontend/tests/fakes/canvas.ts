/** A drawing context that draws nothing: with it the real chart library works where there is no canvas. */

const CHARACTER_PIXELS = 6;

function createContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const known: Record<PropertyKey, unknown> = {
    canvas,
    measureText: (text: string) => ({
      width: text.length * CHARACTER_PIXELS,
      actualBoundingBoxAscent: CHARACTER_PIXELS,
      actualBoundingBoxDescent: 0,
    }),
  };
  const context = new Proxy(known, {
    // A property that was set reads as it was set; whatever else is asked for is a method that does nothing.
    get: (properties, name) => (name in properties ? properties[name] : () => undefined),
  });
  return context as unknown as CanvasRenderingContext2D;
}

const contexts = new WeakMap<HTMLCanvasElement, CanvasRenderingContext2D>();

function getContext(this: HTMLCanvasElement, kind: string): CanvasRenderingContext2D | null {
  if (kind !== "2d") return null;
  const context = contexts.get(this) ?? createContext(this);
  contexts.set(this, context);
  return context;
}

Object.assign(HTMLCanvasElement.prototype, { getContext });
