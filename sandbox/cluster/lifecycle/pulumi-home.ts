import { existsSync } from "node:fs";
import { mkdir, readlink, rename, symlink } from "node:fs/promises";
import path from "node:path";
import { tools } from "../../tools/versions";
import { sandboxCacheDir } from "../config/paths";

/** Folder Pulumi keeps its plugins in, shared by all sandboxes and apart from the user's own. */
export const pulumiHome = (): string => path.join(sandboxCacheDir(), "pulumi-home");

/**
 * Puts the provider plugins where Pulumi looks for installed ones; it takes them from PATH too, but warns each time.
 * @param binDir - folder with the plugins' binaries
 */
export async function linkPulumiPlugins(binDir: string): Promise<void> {
  const plugins = tools.flatMap(({ pluginFolder, binaries }) =>
    pluginFolder === undefined ? [] : binaries.map((binary) => ({ pluginFolder, binary })),
  );
  await Promise.all(
    plugins.map(async ({ pluginFolder, binary }) => {
      const target = path.join(binDir, binary);
      const link = path.join(pulumiHome(), "plugins", pluginFolder, binary);
      if (!existsSync(target) || (await readlink(link).catch(() => "")) === target) return;
      await mkdir(path.dirname(link), { recursive: true });
      // Another sandbox may start a plugin by this link right now: it is there at every moment.
      await symlink(target, `${link}.${process.pid}`);
      await rename(`${link}.${process.pid}`, link);
    }),
  );
}
