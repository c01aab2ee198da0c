import type { SluiceResourceArgs } from "./sluice-resource";

/** What every resource of a stage is made of. */
export interface StageResourceArgs extends SluiceResourceArgs {
  /** Key of the stage. */
  readonly stage: string;
}
