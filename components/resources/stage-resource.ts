import type { SluiceResourceArgs } from "./sluice-resource";

/** Arguments of every resource of a stage. */
export interface StageResourceArgs extends SluiceResourceArgs {
  /** Key of the stage. */
  readonly stage: string;
}
