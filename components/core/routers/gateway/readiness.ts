import type { Readiness } from "../../live";
import type { HttpRoute, ParentRef, ParentStatus, RouteCondition } from "./http-route";
import { gatewayGroup } from "./http-route";

/** Rank of a statement on one parent among those on others. */
const order: readonly Readiness["kind"][] = ["ready", "not-reported", "pending", "refused"];

function worst(readings: readonly Readiness[]): Readiness {
  return readings.reduce((a, b) => (order.indexOf(b.kind) > order.indexOf(a.kind) ? b : a));
}

function isSame(a: ParentRef, b: ParentRef, namespace: string): boolean {
  const key = ({ group = gatewayGroup, kind = "Gateway", name, sectionName = "", ...rest }: ParentRef) =>
    [group, kind, rest.namespace ?? namespace, name, sectionName, rest.port ?? ""].join(" ");
  return key(a) === key(b);
}

function nameOf({ kind = "Gateway", name, sectionName, ...rest }: ParentRef, namespace: string): string {
  const section = sectionName === undefined ? "" : `, listener ${sectionName}`;
  return `${kind} ${rest.namespace ?? namespace}/${name}${section}`;
}

const fixes = {
  Accepted: "check sluice:traffic.gateway, and that the gateway allows routes of this namespace",
  ResolvedRefs: "the Services of both tracks must exist: pulumi up --refresh on the base stack",
  PartiallyInvalid: "look at the rules that the router left out",
} as const;

interface Judged {
  readonly reading: Readiness;
  /** Generation that the status is about: the present one, an older one, or not known. */
  readonly age: "current" | "unknown" | "old";
}

/**
 * Status that one controller reports at one parent.
 * @param excuse - reason why references that are not resolved are none of the app's
 */
function judge(
  { conditions = [] }: ParentStatus,
  generation: number,
  parent: string,
  excuse: string | undefined,
): Judged {
  const find = (type: keyof typeof fixes) => {
    const found = conditions.find((condition) => condition.type === type);
    return found && { ...found, type };
  };
  const told = [find("Accepted"), find("ResolvedRefs")];
  const partly = find("PartiallyInvalid");
  const seen = told.map((condition) => condition?.observedGeneration ?? 0);
  const isOld = seen.some((one) => one > 0 && one < generation);
  const age = isOld ? "old" : seen.every((one) => one >= generation) ? "current" : "unknown";
  const excused = told.find(
    (one) => excuse !== undefined && one?.type === "ResolvedRefs" && one.status === "False",
  );
  const counted = told.filter((one) => one !== excused);
  const bad =
    counted.find((condition) => condition?.status === "False") ??
    (partly?.status === "True" ? partly : undefined);
  const words = ({ reason = "no reason", message = "" }: RouteCondition): string =>
    `(${[reason, message].filter(Boolean).join(": ")}, ${parent})`;
  if (isOld) {
    const text = `the last write of the route must be seen by its router: got an older one (${parent})`;
    return { age, reading: { kind: "pending", text, fix: "check that the router runs" } };
  }
  if (bad !== undefined) {
    const wanted = bad.type === "PartiallyInvalid" ? "False" : "True";
    const text = `route condition ${bad.type} must be ${wanted}: got ${bad.status} ${words(bad)}`;
    return { age, reading: { kind: "refused", text, fix: fixes[bad.type] } };
  }
  const undecided = counted.find((condition) => condition !== undefined && condition.status !== "True");
  if (undecided !== undefined) {
    const text = `route condition ${undecided.type} must be True: got ${undecided.status} ${words(undecided)}`;
    return { age, reading: { kind: "pending", text, fix: "check that the router runs" } };
  }
  if (excused !== undefined) return { age, reading: notReported(`${excuse} (${parent})`) };
  if (age === "current") return { age, reading: { kind: "ready" } };
  const what = told.includes(undefined) ? "Accepted and ResolvedRefs" : "observedGeneration";
  return { age, reading: notReported(`the router does not report ${what} (${parent})`) };
}

function notReported(text: string): Readiness {
  return { kind: "not-reported", text, fix: "requests must show that the router follows" };
}

/**
 * Readiness of a route: the worst that the routers of all parents report. An entry of a controller that no longer has
 * the parent stays in the status for ever; it counts only where no other entry is newer.
 * @param excuse - reason why references that are not resolved are none of the app's. @default - they may be
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus
 */
export function readReadiness(route: HttpRoute, excuse?: string): Readiness {
  const { generation = 0, namespace } = route.metadata;
  const readings = (route.spec.parentRefs ?? []).map((parent): Readiness => {
    const name = nameOf(parent, namespace);
    const judged = (route.status?.parents ?? [])
      .filter(({ parentRef }) => isSame(parentRef, parent, namespace))
      .map((entry) => judge(entry, generation, name, excuse));
    const newest = (["current", "unknown", "old"] as const)
      .map((age) => judged.filter((one) => one.age === age))
      .find((some) => some.length > 0);
    return newest === undefined
      ? notReported(`no router has reported on the route (${name})`)
      : worst(newest.map(({ reading }) => reading));
  });
  return readings.length === 0 ? notReported("the route has no parent") : worst(readings);
}
