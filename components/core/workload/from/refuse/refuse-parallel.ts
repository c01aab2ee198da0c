import type { Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { listVolumes } from "../../volumes";
import { kindOf, nameOf } from "../identity";
import { asList, asObjects, at, showJson } from "../../../json";

const sharedModes = ["ReadWriteMany", "ReadOnlyMany"];

const fix =
  "two versions run at once while a release is under way; where they may, say why in sluice:app.parallel";

/**
 * Reasons why two versions of a Deployment cannot run at the same time.
 * @param objects - the set that it is of, with its claims
 */
export function refuseParallel(deployment: JsonObject, objects: readonly JsonObject[]): readonly Problem[] {
  const spec = at(deployment, "spec", "template", "spec");
  const problems: Problem[] = [];
  const refuse = (path: string, rule: string, got: string): void => {
    problems.push({
      path,
      text: `${path} of Deployment ${nameOf(deployment)} must ${rule}: got ${got}`,
      fix,
    });
  };
  if (at(deployment, "spec", "strategy", "type") === "Recreate") {
    refuse("spec.strategy.type", "be RollingUpdate", "Recreate");
  }
  if (at(spec, "hostNetwork") === true) {
    refuse(
      "spec.template.spec.hostNetwork",
      "be left out, since both versions use the same ports of a node",
      "true",
    );
  }
  for (const list of ["containers", "initContainers"]) {
    for (const [index, container] of asObjects(at(spec, list)).entries()) {
      for (const [number, port] of asObjects(container["ports"]).entries()) {
        if (typeof port["hostPort"] !== "number" || port["hostPort"] === 0) continue;
        const path = `spec.template.spec.${list}[${index}].ports[${number}].hostPort`;
        refuse(path, "be left out, since only one pod of a node can have it", showJson(port["hostPort"]));
      }
    }
  }
  for (const [index, { claim }] of listVolumes(spec).entries()) {
    if (claim === undefined) continue;
    const found = objects.find((one) => kindOf(one) === "PersistentVolumeClaim" && nameOf(one) === claim);
    const modes = asList(at(found, "spec", "accessModes"));
    if (modes.some((mode) => sharedModes.includes(showJson(mode)))) continue;
    const path = `spec.template.spec.volumes[${index}].persistentVolumeClaim`;
    refuse(path, "be a claim with ReadWriteMany or ReadOnlyMany", explainClaim(claim, found, modes));
  }
  return problems;
}

const explainClaim = (claim: string, found: JsonObject | undefined, modes: readonly Json[]): string =>
  found === undefined
    ? `${claim}, whose access mode is not known, since the set does not have it`
    : `${claim} with ${modes.length === 0 ? "none" : modes.map(showJson).join(", ")}`;
