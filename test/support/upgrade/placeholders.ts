import { image } from "../../e2e/support/app";
import type { App, ImageName } from "../../e2e/support/app";

type Names = Pick<App, "environment" | "folder" | "sandbox">;

/** Values that differ from machine to machine and from run to run, with what stands for them in a fixture; longest first. */
function placeholders({ environment, folder, sandbox }: Names): readonly (readonly [string, string])[] {
  const images = (["v1", "v2"] as const satisfies readonly ImageName[]).flatMap((name) => {
    const [repository, digest] = image(name).split("@") as [string, string];
    const [from, to] = [digest.slice("sha256:".length), `{{digest of ${name}}}`];
    return [
      [from, to],
      [from.slice(0, 12), `{{short digest of ${name}}}`],
      [repository, "{{repository}}"],
    ] as const;
  });
  return [
    ...images,
    [folder, "{{folder}}"],
    [sandbox.env["KUBECONFIG"] ?? "KUBECONFIG", "{{kubeconfig}}"],
    [sandbox.clusterUid, "{{cluster}}"],
    [sandbox.gatewayAddress, "{{gateway}}"],
    [environment, "{{environment}}"],
    [sandbox.context, "{{context}}"],
  ];
}

const left = new Set([
  "managedFields",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "clusterIP",
  "clusterIPs",
]);

/** Without what the API server and its controllers add to live objects. */
function strip(value: unknown, isObject = false): unknown {
  if (Array.isArray(value)) return value.map((one) => strip(one, isObject));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).filter(([key]) =>
    isObject ? !left.has(key) && key !== "status" : key !== "managedFields",
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, strip(each, isObject)]));
}

/** Text of a fixture: what was captured, with placeholders. */
export function scrub(taken: { readonly objects: readonly unknown[] }, names: Names): string {
  const text = JSON.stringify({ ...(strip(taken) as object), objects: strip(taken.objects, true) });
  return placeholders(names).reduce((all, [name, placeholder]) => all.replaceAll(name, placeholder), text);
}

/**
 * State that was captured, as if it had happened in this environment and a moment ago.
 * @param nowSeconds - the moment of the capture becomes this one
 */
export function fill(text: string, names: Names, nowSeconds: number): string {
  const { takenAtSeconds } = JSON.parse(text) as { takenAtSeconds: number };
  const named = placeholders(names)
    .toReversed()
    .reduce((all, [name, placeholder]) => all.replaceAll(placeholder, name), text);
  return named.replace(/(?<=[:,[])1[789]\d{8}(?:\.\d+)?(?=[,}\]])/g, (time) =>
    String(Number(time) + nowSeconds - takenAtSeconds),
  );
}
