import type { Daemon } from "./daemon";

/** A mount the sandbox makes in its own mount namespace before anything starts. */
export type Mount =
  | { readonly kind: "bind"; readonly source: string; readonly target: string }
  | { readonly kind: "memory"; readonly target: string };

/** Connections to a listening socket of the machine that go to a port inside the sandbox. */
export interface Forward {
  /** Number of the inherited listening socket. */
  readonly socket: number;
  /** Port inside the sandbox's network namespace. */
  readonly port: number;
}

/** Everything the sandbox's first process needs to know. */
export interface InitPlan {
  readonly mounts: readonly Mount[];
  /** Values of machine-wide kernel settings that programs of the sandbox shall see, by path below /proc/sys. */
  readonly kernelSettings: Readonly<Record<string, string>>;
  /** Folder in memory for the files shown in place of kernel settings. */
  readonly scratchDir: string;
  readonly logDir: string;
  readonly controlSocket: string;
  readonly daemons: readonly Daemon[];
  readonly forwards: readonly Forward[];
}
