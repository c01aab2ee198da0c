import type { SandboxPaths } from "../../config/paths";

/** Values that a daemon's command line is made from. */
export interface DaemonContext {
  readonly paths: SandboxPaths;
  /** Absolute path of a tool. */
  readonly program: (name: string) => string;
  /** Folder of a tool that was made, with what it has besides programs. */
  readonly toolFolder: (name: string) => string;
  /** Path of a component's kubeconfig. */
  readonly kubeconfig: (component: string) => string;
  /** Path of a file among the sandbox's configuration. */
  readonly config: (file: string) => string;
  /** Folder with every tool, for programs that look others up by PATH. */
  readonly binDir: string;
}
