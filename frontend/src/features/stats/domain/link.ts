import type { Tone } from "./verdict";
import type { LinkStatus } from "@/shared/push";

export interface LinkLabel {
  readonly mark: string;
  readonly label: string;
  readonly tone: Tone;
  readonly detail: string;
}

/** How data comes in, in words. */
export function linkLabel(link: LinkStatus, intervalSeconds: number): LinkLabel {
  switch (link) {
    case "live":
      return { mark: "●", label: "Live", tone: "good", detail: "Changes are pushed as they happen." };
    case "connecting":
      return { mark: "○", label: "Connecting", tone: "quiet", detail: "The push channel is being opened." };
    case "reconnecting":
      return { mark: "◌", label: "Reconnecting", tone: "warn", detail: "The push channel was lost." };
    case "polling":
      return {
        mark: "◔",
        label: `Polling ${intervalSeconds} s`,
        tone: "warn",
        detail: `Nothing is pushed: the page asks every ${intervalSeconds} s.`,
      };
  }
}
