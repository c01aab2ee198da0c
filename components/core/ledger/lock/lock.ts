/** Holder of the ledger's lock, with enough facts to find out on the same machine whether it still lives. */
export interface LockHolder {
  /** Random per acquisition, so that two locks of one process differ. */
  readonly id: string;
  /** Kernel boot id: pids mean nothing across boots. */
  readonly bootId: string;
  /** Inode of the pid namespace: pids mean nothing across namespaces. */
  readonly pidNamespace: string;
  readonly pid: number;
  /** Start time of the process in clock ticks since boot: a pid may be used again. */
  readonly processStart: string;
  /** Stack or command, e.g. `prod-canary-5`. */
  readonly stack: string;
  /** `user@host`, for people. */
  readonly who: string;
}
