import * as fs from "node:fs";
import * as path from "node:path";
import type { Content } from "../../core/access/kubeconfig-user";

/** Reads the files that a kubeconfig names; relative paths begin in its folder. */
export interface KubeconfigReader {
  resolve(name: string): string;
  /** @throws {Error} naming a file that cannot be read */
  content(content: Content): string;
}

/** @param file - the kubeconfig, absolute */
export function readerIn(file: string): KubeconfigReader {
  const resolve = (name: string): string => path.resolve(path.dirname(file), name);
  return {
    resolve,
    content: (content) => {
      if ("data" in content) return Buffer.from(content.data, "base64").toString("utf8");
      const place = resolve(content.file);
      try {
        return fs.readFileSync(place, "utf8");
      } catch (error) {
        const { code = "no file" } = error as NodeJS.ErrnoException;
        throw new Error(`file ${place} must be readable: got ${code}`, { cause: error });
      }
    },
  };
}
