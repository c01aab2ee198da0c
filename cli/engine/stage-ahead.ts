import type { EngineEvent } from "./engine-event";
import type { PreparedUp } from "./prepare-up";

/** Run of the next stage that loads its program while the base stack's ends. */
export interface StageAhead {
  /** Looks at an event of the base stack's run: once it changes the canary, the stage's is prepared. */
  heed(event: EngineEvent): void;
  /** The run that was prepared for a stack; one for another stack is dropped. */
  take(stack: string): Promise<PreparedUp | undefined>;
  /** Drops what was not taken. */
  end(): Promise<void>;
}

/** Terms of preparing a stage's run. */
export interface AheadTerms {
  /** Stack that is foreseen; undefined: none is prepared. */
  readonly stack: string | undefined;
  /** Name of the canary's Deployment: it changes after a migration, and at the end of a base stack's run. */
  readonly canary: string;
  readonly prepare: (stack: string) => PreparedUp;
}

/** Prepares the run of a stage beside the end of the base stack's, at most once. */
export function openAhead({ stack, canary, prepare }: AheadTerms): StageAhead {
  let prepared: PreparedUp | undefined;
  const drop = async (): Promise<void> => {
    const left = prepared;
    prepared = undefined;
    await left?.drop();
  };
  return {
    heed: (event) => {
      if (stack === undefined || prepared !== undefined || event.kind !== "step") return;
      const { type, name } = event.subject;
      if (type === "kubernetes:apps/v1:Deployment" && name === canary) prepared = prepare(stack);
    },
    take: async (wanted) => {
      if (prepared?.stack !== wanted) {
        await drop();
        return undefined;
      }
      const taken = prepared;
      prepared = undefined;
      return taken;
    },
    end: drop,
  };
}
