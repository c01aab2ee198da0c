import type { JsonObject } from "../../../revision/revision";
import { lastingContainers } from "../template/choose-container";
import { asObjects } from "../../../json";

interface DeclaredPort {
  readonly name: string | undefined;
  readonly number: number;
}

const declaredBy = (template: JsonObject): readonly DeclaredPort[] =>
  lastingContainers(template).flatMap((one) =>
    asObjects(one["ports"]).map((port) => ({
      name: typeof port["name"] === "string" ? port["name"] : undefined,
      number: Number(port["containerPort"]),
    })),
  );

const isAt = (target: number | string, { name, number }: DeclaredPort): boolean =>
  typeof target === "number" ? number === target : name === target;

/**
 * Target of a Service's port that leads to the same port in the pods of both revisions, also while one replaces the
 * other: by its name where both have it, else by its number.
 * @param next - template of the revision that the Service was written for
 * @param before - template of stable's pods
 * @param live - target that the Service has now; it stays as long as it is the same port
 * @returns undefined where the pods of one of them have no such port
 */
export function resolveTarget(
  target: number | string,
  next: JsonObject,
  before: JsonObject,
  live?: number | string,
): number | string | undefined {
  const wanted = declaredBy(next).find((port) => isAt(target, port));
  if (wanted === undefined) return undefined;
  const old = declaredBy(before);
  // A name first: it leads each pod to its own number, and stays when numbers change.
  const kept = live !== undefined && isAt(live, wanted) ? live : undefined;
  const targets = [kept, wanted.name, target, wanted.number];
  return targets.find((one) => one !== undefined && old.some((port) => isAt(one, port)));
}
