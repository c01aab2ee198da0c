import type { SluiceResourceArgs } from "./sluice-resource";

/** What every resource of a stage is made of. */
export interface StageResourceArgs extends SluiceResourceArgs {
  /** Weight of the stage, whole percent, 1 to 100. */
  readonly stage: number;
}
