import path from "node:path";
import { done } from "../app";
import type { App } from "../app";
import { isFull } from "../in-full";

/** A text's base64 wherever it begins in a longer one: characters that hold bytes of its neighbours are left out. */
const encodings = (text: string): readonly string[] =>
  [0, 1, 2].map((offset) =>
    Buffer.from("x".repeat(offset) + text)
      .toString("base64")
      .slice(offset === 0 ? 0 : 4, -4),
  );

/** Forms of a text in files and answers: as it is, and encoded once or twice, as registries' credentials are. */
export function formsOf(text: string): readonly string[] {
  const once = encodings(text);
  return [text, ...once, ...once.flatMap(encodings)];
}

/** Answers of an app's commands, and records of it in the cluster, by the place. */
async function readPlaces(app: App): Promise<Readonly<Record<string, string>>> {
  const { environment } = app;
  const kinds = "configmap,event,controllerrevision,deployment,job,service,replicaset,pod,httproute";
  const asked: readonly (readonly [place: string, ...command: string[]])[] = [
    ["status", "status", environment, "--json"],
    ["history", "history", environment],
    ["report", "report", environment],
    ["report as JSON", "report", environment, "--json"],
    ...(isFull ? ([["comment", "preview", environment, "--comment", "-"]] as const) : []),
  ];
  const texts: Record<string, string> = { cluster: await app.kubectl("get", kinds, "-o", "yaml") };
  for (const [place, ...command] of asked)
    texts[place] = (await app.sluice(...command, "-C", app.folder)).text;
  const diff = ["preview", "-s", environment, "--diff", "--show-sames"];
  return { ...texts, diff: done(await app.pulumi(...diff)).text };
}

/**
 * Places in which a text stands in one of its {@link formsOf forms}; Secrets of the cluster, which may have it, are
 * none.
 */
export async function findPlaces(app: App, text: string): Promise<readonly string[]> {
  const forms = formsOf(text);
  const patterns = forms.flatMap((form) => ["-e", form]);
  const state = path.join(app.folder, ".pulumi");
  const files = await app.exec("grep", "-rlF", ...patterns, state).catch(() => "");
  const places = Object.entries(await readPlaces(app)).filter(([, said]) =>
    forms.some((form) => said.includes(form)),
  );
  return [...files.split("\n").filter((file) => file !== ""), ...places.map(([place]) => place)];
}
