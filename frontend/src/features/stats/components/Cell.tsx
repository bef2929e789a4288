import type { Tone } from "../domain/verdict";
import type { ReactElement, ReactNode } from "react";

const TONES: Readonly<Record<Tone, string>> = {
  good: "text-text",
  quiet: "text-muted",
  warn: "text-accent",
  bad: "text-down",
};

interface Props {
  readonly name: string;
  readonly children: ReactNode;
  readonly title?: string;
  readonly tone?: Tone;
  /** Gives the cell its width, so that a longer figure moves nothing. */
  readonly className: string;
}

/** One figure under its name. */
export function Cell({ name, children, title, tone = "good", className }: Props): ReactElement {
  return (
    <div className={`flex shrink-0 flex-col justify-center gap-0.5 px-3 max-md:px-2 ${className}`} title={title}>
      <dt className="text-[10px] leading-none tracking-wider whitespace-nowrap text-muted uppercase">{name}</dt>
      <dd className={`num truncate text-sm leading-tight ${TONES[tone]}`}>{children}</dd>
    </div>
  );
}
