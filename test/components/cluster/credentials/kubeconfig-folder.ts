import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";

/** A folder for kubeconfigs and what they name; taken away after the tests of a file. */
export interface KubeconfigFolder {
  readonly folder: string;
  /** Writes a file; a program where the mode says so. */
  write(name: string, text: string, mode?: number): string;
  /** Writes a kubeconfig with one context, `prod`, and makes it the one in force. */
  use(cluster: object, user?: object, name?: string): string;
}

/** Makes a folder, and restores the environment after each test. */
export function kubeconfigFolder(): KubeconfigFolder {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-kubeconfig-"));
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const write = (name: string, text: string, mode = 0o644): string => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode });
    return file;
  };
  return {
    folder,
    write,
    use: (cluster, user, name = "config") => {
      const file = write(
        name,
        stringify({
          "current-context": "other",
          contexts: [
            { name: "prod", context: { cluster: "c", ...(user === undefined ? {} : { user: "u" }) } },
          ],
          clusters: [{ name: "c", cluster }],
          users: user === undefined ? [] : [{ name: "u", user }],
        }),
      );
      process.env["KUBECONFIG"] = file;
      return file;
    },
  };
}
