import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

/** Modules that are the whole program, under the names by which a project loads them. */
const ours = ["sluice/program", "@sluice/infra", "./infra/main.js"];

const isOurs = (text: string): boolean => {
  const code = text.replaceAll(/^\s*(?:\/\/.*|"use strict";?)$/gmu, "").trim();
  return ours.some((name) => code === `module.exports = require("${name}");`);
};

function readMain(root: string): string {
  const { main } = (parse(readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) ?? {}) as { main?: string };
  const place = path.resolve(root, main ?? ".");
  if (place.endsWith(".js")) return place;
  const own = JSON.parse(readFileSync(path.join(place, "package.json"), "utf8")) as { main?: string };
  return path.join(place, own.main ?? "index.js");
}

/**
 * Whether a project's program is Sluice's alone: one of its owner may declare something of its own before Sluice is
 * asked, and is never started ahead of its time.
 */
export function isPlainProgram(root: string): boolean {
  try {
    return isOurs(readFileSync(readMain(root), "utf8"));
  } catch {
    return false;
  }
}
