/** A long-running program of the sandbox, as the supervisor starts it. */
export interface Daemon {
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Variables on top of the supervisor's own. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** User and group to run as, by number. @default - root */
  readonly user?: number;
  /** Whether it starts with the sandbox; the others wait for a start by name. */
  readonly autostart: boolean;
  /** Folder to run in. @default "/" */
  readonly directory?: string;
}
