import { Command } from "@/shared/ui";

import { Dialog } from "./Dialog";

import type { ReactElement } from "react";

interface Props {
  readonly eventId: string;
  readonly isLoading: boolean;
  readonly onClose: () => void;
}

/** For an address that names an anomaly which the page does not hold. */
export function MissingAnomaly({ eventId, isLoading, onClose }: Props): ReactElement {
  return (
    <Dialog title="Anomaly" onClose={onClose}>
      {isLoading ? (
        <p role="status" className="text-muted">
          Looking for it …
        </p>
      ) : (
        <div className="flex flex-col gap-3 text-muted">
          <p>It is not among those that the API gives. The command line may know it:</p>
          <Command text={`finpulse anomalies explain ${eventId}`} />
        </div>
      )}
    </Dialog>
  );
}
