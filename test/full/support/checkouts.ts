import { existsSync } from "node:fs";
import path from "node:path";

/** Folders that an environment variable names, in the form of `PATH`. */
export const foldersOf = (variable: string): readonly string[] =>
  (process.env[variable] ?? "").split(path.delimiter).filter((folder) => folder !== "");

/**
 * Folder with the checkout of a repository: named like it, and with a file that it has, since two owners may have
 * repositories of one name.
 * @param repository - as `owner/name`
 */
export const findCheckout = (
  folders: readonly string[],
  repository: string,
  file: string,
): string | undefined =>
  folders.find(
    (one) =>
      path.basename(one).endsWith(repository.split("/").at(-1) as string) && existsSync(path.join(one, file)),
  );
