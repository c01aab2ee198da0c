import { PolicyPack } from "@pulumi/policy";
import { policies } from "./all";
import { definePolicy } from "./pack/define-policy";
import { seeExemptions } from "./pack/exemptions-current";
import { hearStack, heardStack } from "./pack/hear-stack";
import { readContext } from "./pack/read-context";
import { shareProperties } from "./pack/share-properties";

/** Starts the pack's server; Pulumi reads its port from standard output. */
export function start(): void {
  shareProperties();
  hearStack();
  const surroundings = {
    context: () => readContext(heardStack(), process.env, new Date()),
    seeConfig: seeExemptions,
  };
  const pack = new PolicyPack("sluice", {
    displayName: "Sluice",
    description:
      "What may be released, and how: signed images, safe pods, response headers, careful weights.",
    policies: policies.map((policy) => definePolicy(policy, surroundings)),
  });
  void pack;
}
