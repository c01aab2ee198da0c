import * as pulumi from "@pulumi/pulumi";

/** Value with an output in place of a marker: only texts that contain it become secret, all others stay readable. */
export function withSecret(value: unknown, marker: string, secret: pulumi.Output<string>): unknown {
  if (typeof value === "string") {
    const [before, after] = value.split(marker);
    return after === undefined ? value : pulumi.interpolate`${before ?? ""}${secret}${after}`;
  }
  if (Array.isArray(value)) return value.map((part: unknown) => withSecret(part, marker, secret));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withSecret(part, marker, secret)] as const),
  );
}
