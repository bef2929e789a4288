import { useId, useState } from "react";

import { DataError, RefusedError } from "@/shared/api/errors";
import { keepToken, keptToken, readKept, writeKept } from "@/shared/api/kept";
import { localTime } from "@/shared/time";

import type { ApiClient } from "@/shared/api/client";
import type { Anomaly } from "@/shared/api/types";
import type { ReactElement } from "react";

const NAME = "finpulse.name";
const UNAUTHORIZED = 401;
const LONGEST_NAME = 60;

interface Props {
  readonly anomaly: Anomaly;
  readonly acknowledge: ApiClient["acknowledge"];
}

/** Who knows of the anomaly; or a form to say that one does, which takes the API's token. */
export function Acknowledgement({ anomaly, acknowledge }: Props): ReactElement {
  const [known, setKnown] = useState({ by: anomaly.acknowledged_by, at: anomaly.acknowledged_at });
  const by = anomaly.acknowledged_by ?? known.by;
  const at = anomaly.acknowledged_at ?? known.at;
  if (by !== null && at !== null) {
    return (
      <p className="num text-xs text-muted">
        known to <span className="text-text">{by}</span> since {localTime(Date.parse(at))}
      </p>
    );
  }
  return (
    <AcknowledgeForm
      onName={async (name, token) => {
        const standing = await acknowledge(anomaly.event_id, name, token);
        setKnown({ by: standing.acknowledged_by, at: standing.acknowledged_at });
      }}
    />
  );
}

function AcknowledgeForm({
  onName,
}: {
  readonly onName: (name: string, token: string) => Promise<void>;
}): ReactElement {
  const [name, setName] = useState(() => readKept(NAME) ?? "");
  const [token, setToken] = useState(() => keptToken() ?? "");
  const [hasToken, setHasToken] = useState(token !== "");
  const [problem, setProblem] = useState("");
  const send = async (): Promise<void> => {
    try {
      await onName(name.trim(), token.trim());
      writeKept(NAME, name.trim());
      keepToken(token.trim());
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      setProblem(error.message);
      if (!(error instanceof RefusedError) || error.status !== UNAUTHORIZED) return;
      keepToken(null);
      setHasToken(false);
      setProblem("The API refused this token. The one that holds is printed by `finpulse status --show-token`.");
    }
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2 text-xs"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() && token.trim()) void send();
      }}
    >
      <Field label="Your name" value={name} onChange={setName} />
      {!hasToken && (
        <Field label="Token of `finpulse status --show-token`" value={token} onChange={setToken} isSecret />
      )}
      <button
        type="submit"
        className="min-h-8 border border-hairline px-3 whitespace-nowrap text-accent hover:border-accent max-md:min-h-11"
      >
        Acknowledge
      </button>
      {problem !== "" && (
        <p role="alert" className="w-full text-down">
          {problem}
        </p>
      )}
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isSecret?: boolean;
}

function Field({ label, value, onChange, isSecret = false }: FieldProps): ReactElement {
  const id = useId();
  return (
    <span className="flex flex-col gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <input
        id={id}
        type={isSecret ? "password" : "text"}
        autoComplete="off"
        spellCheck={false}
        maxLength={isSecret ? undefined : LONGEST_NAME}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        className="min-h-8 border border-hairline bg-ground px-2 font-mono max-md:min-h-11 max-md:text-base"
      />
    </span>
  );
}
