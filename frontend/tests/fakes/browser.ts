/** What jsdom lacks of a browser, as little of it as the components need. */

/** Never calls back: in tests everything keeps the size it was first given. */
class StillResizeObserver implements ResizeObserver {
  observe(): void {
    // Nothing is ever laid out.
  }

  unobserve(): void {
    // Nothing is observed.
  }

  disconnect(): void {
    // Nothing is observed.
  }
}

function showModal(this: HTMLDialogElement): void {
  this.setAttribute("open", "");
}

function close(this: HTMLDialogElement): void {
  this.removeAttribute("open");
}

function matchMedia(media: string): MediaQueryList {
  const deprecated = { addListener: () => undefined, removeListener: () => undefined }; // the chart library uses them
  const list = Object.assign(new EventTarget(), { matches: false, media, onchange: null, ...deprecated });
  return list;
}

globalThis.ResizeObserver = StillResizeObserver;
globalThis.matchMedia = matchMedia;
Object.assign(HTMLDialogElement.prototype, { showModal, close });
