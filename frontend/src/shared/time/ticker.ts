/** One clock for the whole page: it beats once a second, in step for everyone, while somebody listens. */

const BEAT_MS = 1000;

type Listener = () => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

function beat(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** Calls `listener` once a second until the returned function is called. */
export function onBeat(listener: Listener): () => void {
  if (timer === null) {
    now = Date.now();
    timer = setInterval(beat, BEAT_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The time of the last beat in milliseconds since 1970, so that everything drawn in between agrees. */
export function beatTime(): number {
  return timer === null ? Date.now() : now;
}
