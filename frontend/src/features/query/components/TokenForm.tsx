import { useEffect, useId, useRef, useState } from "react";

import { Command } from "@/shared/ui";

import type { ReactElement } from "react";

interface Props {
  readonly isRefused: boolean;
  readonly onToken: (token: string) => void;
}

/** Asks for the token, once for each tab of the browser. */
export function TokenForm({ isRefused, onToken }: Props): ReactElement {
  const [token, setToken] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    input.current?.focus();
  }, [isRefused]);
  return (
    <form
      className="flex max-w-xl flex-col gap-3 p-3 text-xs"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim()) onToken(token.trim());
      }}
    >
      <p role={isRefused ? "alert" : undefined}>
        {isRefused
          ? "The API refused this token. The one that holds is printed by"
          : "Queries take a token. It is printed by"}
      </p>
      <Command text="finpulse status --show-token" />
      <label htmlFor={id} className="text-muted">
        Token, kept until this tab is closed
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          ref={input}
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={(event) => {
            setToken(event.target.value);
          }}
          className="min-h-8 min-w-0 flex-1 border border-hairline bg-ground px-2 font-mono max-md:min-h-11 max-md:text-base"
        />
        <button
          type="submit"
          className="min-h-8 border border-hairline px-3 whitespace-nowrap text-accent hover:border-accent max-md:min-h-11"
        >
          Run with it
        </button>
      </div>
    </form>
  );
}
