import type { PodFact, PreflightFacts, VolumeFact } from "./facts";
import { go, noGo, unknown } from "./item";
import type { Look } from "./item";

const names = (pods: readonly PodFact[]): string => pods.map(({ name }) => name).join(", ");

const unread = unknown("the pods of stable could not be read");
const nobody = unknown("stable has no pod that shows it");

/**
 * Whether every pod of stable has the containers that its marks ask an injector for, and no pod lacks one that another
 * pod of the same template got: an injector that was away when a pod was made leaves it without.
 */
export function findSidecars({ pods: fact }: PreflightFacts): Look {
  if (fact === undefined) return unread;
  const { pods, own, asked } = fact;
  const added = [...new Set(pods.flatMap(({ running }) => running))].filter((name) => !own.includes(name));
  if (asked.length === 0 && added.length === 0)
    return { kind: "none", text: "neither pods nor namespace ask for one" };
  if (pods.length === 0) return nobody;
  const lacks = [
    ...asked.flatMap(({ container, by }) => {
      const without = pods.filter(({ containers }) => !containers.some((name) => name.startsWith(container)));
      return without.length === 0 ? [] : [`no ${container} in ${names(without)}, asked for by ${by}`];
    }),
    ...added.flatMap((name) => {
      if (asked.some(({ container }) => name.startsWith(container))) return [];
      const without = pods.filter(({ containers }) => !containers.includes(name));
      return without.length === 0 ? [] : [`no ${name} in ${names(without)}, which other pods have`];
    }),
  ];
  return lacks.length === 0
    ? go(
        `${[...new Set([...added, ...asked.map(({ container }) => container)])].join(", ")} in all ${pods.length} pods`,
      )
    : noGo(
        `every pod of stable must have its sidecars: got ${lacks.join("; ")}`,
        "bring the injector's webhook back, then restart these pods one after the other",
      );
}

const tell = ({ name, claim, phase }: VolumeFact): string =>
  claim === undefined
    ? name
    : `${name} (PersistentVolumeClaim ${claim}${phase === undefined ? "" : `: ${phase}`})`;

/** Whether the claims of the release's volumes are bound, and the volumes of stable's pods mounted. */
export function findVolumes({ volumes, pods: fact }: PreflightFacts): Look {
  if (volumes.length === 0) return { kind: "none", text: "the pods have no volume" };
  const lost = volumes.filter(({ phase }) => phase === "absent" || phase === "Lost");
  if (lost.length > 0)
    return noGo(
      `every claim of its volumes must be bound: got ${lost.map(tell).join(", ")}`,
      "create or restore the claim in the app's namespace",
    );
  const stuck = fact?.pods.flatMap(({ trouble }) => trouble ?? []) ?? [];
  if (stuck.length > 0)
    return noGo(
      `the volumes of stable's pods must be mounted: got ${stuck.join("; ")}`,
      "repair what the Event names: a new pod could not start either",
    );
  const unsure = volumes.filter(({ claim, phase }) => claim !== undefined && phase !== "Bound");
  if (unsure.length > 0) return unknown(`not known to be bound: ${unsure.map(tell).join(", ")}`);
  if (fact === undefined) return unread;
  const { pods } = fact;
  if (pods.length === 0) return nobody;
  const waiting = pods.filter(({ isMounted }) => !isMounted);
  return waiting.length === 0
    ? go(`${volumes.map(tell).join(", ")}; mounted in all ${pods.length} pods of stable`)
    : unknown(`${names(waiting)} did not start yet`);
}
