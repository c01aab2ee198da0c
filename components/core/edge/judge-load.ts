import type { BrokenRule } from "../problem";
import { parseQuantity } from "../workload/sizes/quantity";
import type { WafSpec } from "./waf";

/** Processor time that a browser's request with a query takes at level 1, and that each further level adds, milliseconds. */
const costMs = { first: 2, each: 0.75 } as const;

/** Most that a firewall's one process uses, thousandths of a processor. */
const workerMilli = 1000;

/** Thousandths of a processor that the firewall of one pod needs. */
function neededMilli({ paranoia }: Pick<WafSpec, "paranoia">, perPod: number): number {
  return Math.ceil(perPod * (costMs.first + costMs.each * (paranoia.detect - 1)));
}

/**
 * Rule that firewalls break which have not asked for the processor that the stated load takes: where the nodes are full,
 * requests would queue.
 * @param pods - most pods of stable
 */
export function judgeLoad(waf: WafSpec, pods: number): BrokenRule | undefined {
  const { load, resources } = waf;
  if (load === undefined) return undefined;
  const needed = neededMilli(waf, load / Math.max(1, pods));
  const { cpu } = { ...resources.limits, ...resources.requests };
  const asked = Math.round(Number(parseQuantity(cpu ?? "0")) * 1000);
  if (needed <= asked && needed <= workerMilli) return undefined;
  const path = "sluice:edge.waf.resources.requests.cpu";
  const rule = `be at least ${needed}m for ${load} requests per second by ${pods} pods`;
  return needed > workerMilli
    ? {
        path,
        rule: `${rule}, and a firewall uses one processor at most`,
        got: cpu ?? "nothing",
        fix: `run at least ${Math.ceil((pods * needed) / workerMilli)} pods`,
      }
    : { path, rule, got: cpu ?? "nothing", fix: `set it to ${needed}m, or run more pods` };
}
