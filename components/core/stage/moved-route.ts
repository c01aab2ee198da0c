import { describeWriter } from "../gitops/explain-writer";
import { writtenWeight } from "../live";
import type { LiveRoute, Writer } from "../live";
import { describeWeight } from "./exposure";

/** Live route as a soak looks at it. */
export type SeenRoute = Pick<
  LiveRoute,
  "weight" | "foreign" | "epoch" | "fencedFrom" | "zeroReason" | "lastWriter"
>;

/** Change of the route by another writer, which no further run settles. */
export interface MovedRoute {
  readonly writer: Writer | undefined;
  /** Weight that settles it once it is set back, percent; absent: none does. */
  readonly back?: number;
}

/** Hold of a soak whose route another writer changed, while nothing leads to more exposure. */
export interface MovedHold {
  readonly action: "hold";
  readonly basis: "foreignWeight" | "foreignWrite";
  readonly sentence: string;
  readonly moved: MovedRoute;
}

/** Holds a soak whose route is not as Sluice wrote it; the sentence names the writer. */
export function holdMoved(
  live: SeenRoute,
  { weight, epoch }: { readonly weight: number; readonly epoch: string },
): MovedHold {
  const found = writtenWeight(live);
  const isMoved = found !== weight;
  const isBack = isMoved && live.epoch === epoch;
  const ended = isBack ? "" : `; epoch is ${live.epoch || "empty"}`;
  return {
    action: "hold",
    basis: isMoved ? "foreignWeight" : "foreignWrite",
    sentence: `another writer changed the route: weight is ${describeWeight(found)}, Sluice wrote ${describeWeight(weight)}; ${describeWriter(live.lastWriter)}${ended}`,
    moved: { writer: live.lastWriter, ...(isBack ? { back: weight } : {}) },
  };
}
