import { minuteTime, dayText } from "@/shared/time";

import type { Tone } from "./verdict";
import type { Requests } from "@/shared/api/types";

/** The day's requests to the providers of quotes, in a cell. */
export interface RequestsLabel {
  readonly label: string;
  readonly tone: Tone;
  readonly detail: string;
}

/** What to show of them; null where nobody was asked or no plan has a limit: then there is nothing to run out of. */
export function requestsLabel(requests: readonly Requests[], timeZone?: string): RequestsLabel | null {
  const limited = requests.filter(({ limit }) => limit !== null);
  const scarcest = limited.find((one) => one.goes_on_at !== null) ?? limited[0];
  if (scarcest === undefined) return null;
  const { goes_on_at: goesOnAt } = scarcest;
  return {
    label: `${String(scarcest.used)} of ${String(scarcest.limit)}`,
    tone: goesOnAt === null ? "good" : "warn",
    detail: limited.map((one) => sentence(one, timeZone)).join(" "),
  };
}

function sentence({ provider, used, limit, goes_on_at: goesOnAt }: Requests, timeZone?: string): string {
  const goesOn =
    goesOnAt === null ? "" : `, goes on at ${dayText(goesOnAt, timeZone)}, ${minuteTime(goesOnAt, timeZone)}`;
  return `${provider}: ${String(used)} of ${String(limit)} requests used today${goesOn}.`;
}
