import { severityMark } from "../domain/words";

import type { Anomaly } from "@/shared/api/types";
import type { ReactElement } from "react";

/** HIGH is full, MEDIUM only outlined; both say their name. */
export function SeverityBadge({ severity }: Pick<Anomaly, "severity">): ReactElement {
  const look = severity === "HIGH" ? "bg-accent text-ground font-semibold" : "text-accent";
  return (
    <span className={`border border-accent shrink-0 px-1 text-[10px] leading-[14px] whitespace-nowrap ${look}`}>
      {severityMark(severity)} {severity}
    </span>
  );
}
