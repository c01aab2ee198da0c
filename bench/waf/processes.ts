import { readFileSync } from "node:fs";
import { listFamily } from "../../test/e2e/support/kills/process-tree";

/** Memory of a process and all below it, pages that they share counted once, MiB. */
export function measureMemory(pid: number): number {
  const kib = listFamily(pid).map((one) =>
    Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))?.[1]),
  );
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Time on a processor of a process and all below it so far, milliseconds; the kernel counts in hundredths of a second. */
export function measureCpu(pid: number): number {
  const ticks = listFamily(pid).map((one) => {
    const stat = readFileSync(`/proc/${one}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return 10 * ticks.reduce((sum, one) => sum + one, 0);
}
