import type { History } from "../../components/core/commands/explain-history";
import type { Ledger } from "../../components/core/ledger/ledger";
import type { Report } from "../../components/core/report/report";
import type { ReleaseView } from "../../components/core/view/view";
import type { PreviewGate } from "../preview/stack-preview";

/** Gate of the stage that is next, asked from here. */
export interface NextGate {
  /** For people, for example `5 %`. */
  readonly stage: string;
  readonly gate: PreviewGate;
  /** Checks of the user's that only the gate itself asks. */
  readonly unasked: readonly string[];
  readonly atSeconds: number;
}

/** Contents of the page of one environment. */
export interface DashboardState {
  readonly view: ReleaseView;
  readonly ledger: Ledger | undefined;
  readonly history: History;
  /** Absent where there was no attempt. */
  readonly report?: Report;
  /** Absent where no stage is next. */
  readonly gate?: NextGate;
  readonly nowSeconds: number;
}
