/** Facts that decide whether a sandbox can run on a machine. */
export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  readonly uid: number | undefined;
  readonly missingCapabilities: readonly string[];
  readonly missingPrograms: readonly string[];
  /** Debian packages that have the missing programs. */
  readonly packages: readonly string[];
  readonly hasApt: boolean;
  /** Feature → its problem: "" for none, undefined where it is not known. @default - not tried */
  readonly kernel: Readonly<Record<string, string | undefined>> | undefined;
  readonly cgroups: {
    readonly version: "v1" | "v2" | undefined;
    readonly missing: readonly string[];
    readonly readOnly: readonly string[];
  };
  /** Bytes. */
  readonly freeMemory: number;
  /** File systems that will be written to; bytes. */
  readonly disks: readonly { readonly folder: string; readonly free: number; readonly needed: number }[];
  /** Version of Go; undefined where there is none. */
  readonly go: string | undefined;
  readonly release: { readonly id: string; readonly version: string; readonly name: string };
  /** Whether the tools were all made once. */
  readonly areReady: boolean;
  readonly hasDebian: boolean;
  /** First ports of the blocks that the sandbox would take, in the order it tries them. */
  readonly ports: readonly number[];
  readonly listening: ReadonlySet<number>;
}

/** Reads them of this machine. Writes nothing; loads kernel modules as root. */
export function readFacts(name: string, env?: NodeJS.ProcessEnv): MachineFacts;
