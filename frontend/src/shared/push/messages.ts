import type { PushMessage, PushRequest } from "@/shared/api/types";

const TYPES: readonly string[] = ["subscribed", "pong", "error", "update"] satisfies PushMessage["type"][];

/** The message in a text frame; null for what is none, which is passed over: a newer server may say more. */
export function decodeMessage(frame: unknown): PushMessage | null {
  if (typeof frame !== "string") return null;
  let message: unknown;
  try {
    message = JSON.parse(frame);
  } catch {
    return null;
  }
  if (typeof message !== "object" || message === null || !("type" in message)) return null;
  return typeof message.type === "string" && TYPES.includes(message.type) ? (message as PushMessage) : null;
}

export function encodeRequest(request: PushRequest): string {
  return JSON.stringify(request);
}
