import { explainState } from "../flags/explain-flags";
import type { FlagsRecord } from "../flags/record";
import { showDay } from "../show-time";
import type { PreflightFacts } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

const describe = ({ flags }: FlagsRecord): string =>
  Object.entries(flags)
    .map(([name, flag]) => `${name}: ${explainState(flag)}`)
    .join("; ");

/**
 * Whether the flags of the file are safe: the variant of before is everybody's where nothing else applies, which the
 * schema sees to; none is past its last day, somebody serves them, and flagd has the file that Sluice wrote.
 */
export function findFlags({ settings, flags, nowSeconds }: PreflightFacts): Look {
  const { environment, flags: configured } = settings;
  if (configured === undefined || configured.list.length === 0)
    return { kind: "none", text: "sluice:flags has none" };
  const today = showDay(nowSeconds);
  const over = configured.list.filter(({ definition }) => definition.expires < today);
  if (over.length > 0)
    return noGo(
      `no flag must be past its last day: got ${over.map(({ name, definition }) => `${name} (${definition.owner}, ${definition.expires})`).join(", ")}`,
      "take it out of the code and of sluice:flags.list, or give it a later day",
    );
  if (configured.flagd === undefined)
    return noGo(
      "sluice:flags.flagd must say who serves the flags: got nothing",
      "name an image or the labels of its pods",
    );
  if (flags === undefined)
    return go("off by default, and not in the cluster yet: the base stack writes them, each at 0 %");
  if ("problem" in flags) return unknown(`the flags could not be read: ${flags.problem}`);
  return flags.isOwnFile
    ? go(`off by default; ${describe(flags.record)}`)
    : noGo(
        "the file of flagd must be the one that Sluice wrote: got another writer's",
        `find out who writes ConfigMap <app>-flags; pulumi up -s ${environment} writes it again`,
      );
}
