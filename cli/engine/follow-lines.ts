import * as fs from "node:fs";

/** A file that is read while another process writes it. */
export interface FollowedFile {
  /** Reads the remaining lines, and stops; may be called again. */
  end(): void;
}

const everyMs = 150;

/** Calls `onLine` for each whole line that is written to a file, which need not be there yet. */
export function followLines(file: string, onLine: (line: string) => void): FollowedFile {
  let descriptor: number | undefined;
  let rest = Buffer.alloc(0);
  let ended = false;
  const chunk = Buffer.alloc(64 * 1024);
  const read = (): void => {
    try {
      descriptor ??= fs.openSync(file, "r");
    } catch {
      return;
    }
    for (;;) {
      const count = fs.readSync(descriptor, chunk, 0, chunk.length, null);
      if (count === 0) return;
      rest = Buffer.concat([rest, chunk.subarray(0, count)]);
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
        onLine(rest.subarray(0, at).toString("utf8"));
        rest = rest.subarray(at + 1);
      }
    }
  };
  const timer = setInterval(read, everyMs);
  return {
    end: () => {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      read();
      if (descriptor !== undefined) fs.closeSync(descriptor);
    },
  };
}
