import type { Cluster } from "../../components/cluster/api";
import { connect } from "../../components/cluster/connect";
import { describeClusterContract } from "../support/fake-cluster/contract";
import { describeApplyContract } from "../support/fake-cluster/contract-apply";
import { describeRaces } from "../support/fake-cluster/race";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { gateChecks } from "../../components/core/gate/checks";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";
import { startTlsFront, type TlsFront } from "./support/requests/tls-front";
import { makeAuthority, makeSelfSigned } from "../support/certificates";

let app: App;
let front: TlsFront | undefined;

beforeAll(async () => {
  app = await createApp("preview");
  done(await app.up());
  app.load(50);
  await app.configure(image("v2"));
});

afterAll(async () => {
  await front?.close();
  await app.remove();
});

/** Previews every stack; the comment and what `--json` printed. */
async function preview(): Promise<{ comment: string; lines: readonly Record<string, unknown>[] }> {
  const file = path.join(app.folder, "comment.md");
  const { stdout } = done(
    await app.sluice("preview", "preview", "-C", app.folder, "--comment", file, "--json"),
  );
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { comment: await readFile(file, "utf8"), lines };
}

const rowOf = (comment: string, stage: string): string =>
  comment.split("\n").find((line) => line.startsWith(`| ${stage} |`)) ?? "";

test("before the base stack has run the comment says what it would begin, and every stage waits", async () => {
  const before = await app.ledger();
  const { comment, lines } = await preview();
  expect(lines.filter(({ event }) => event === "preview").map(({ stack }) => stack)).toHaveLength(4);
  expect(comment).toContain(
    `Release \`${image("v2")
      .slice(-64 - 7)
      .slice(0, 19)}\`: `,
  );
  for (const stage of ["5 %", "50 %", "100 %"]) expect(rowOf(comment, stage)).toContain("⏳ waits");
  expect(comment).toMatch(/\| `preview` \| .*named on the command line/);
  expect(await app.ledger()).toEqual(before);
  expect(await app.weight()).toBe(0);
});

test("once the release has begun the first gate is open, with every check, its time and what waiting costs", async () => {
  done(await app.up());
  const { comment } = await preview();
  expect(rowOf(comment, "5 %")).toMatch(
    new RegExp(String.raw`✅ open \| ${gateChecks.length} checks, none refuses \| about \d+`),
  );
  expect(rowOf(comment, "50 %")).toContain("⏳ waits");
  expect(comment).toContain("| ✅ `not-aborted` | this attempt was not aborted |");
  expect(comment).toMatch(/All requests get the new version after about /);
  expect(await app.weight()).toBe(0);
});

interface Preflight {
  readonly exitCode: number;
  readonly answers: readonly { readonly item: string; readonly state: string }[];
}

inFull("a gate that demands a preflight refuses until what only people know is signed off", async () => {
  const notApplicable = { tls: "by http", headers: "no user", csp: "no page", sinks: "nobody reads" };
  const contacts = { owner: "team shop", onCall: "anna", escalation: "ben" };
  const release = { preflight: "required" };
  await app.configure(image("v2"), { release, preflight: { notApplicable }, contacts });
  const ask = async (): Promise<Preflight> =>
    JSON.parse((await app.sluice("preflight", "preview", "-C", app.folder, "--json")).stdout) as Preflight;
  const listItems = ({ answers }: Preflight, wanted: string): string[] =>
    answers.filter(({ state }) => state === wanted).map(({ item }) => item);

  const first = await ask();
  expect(first.exitCode).toBe(3);
  expect(listItems(first, "no-go")).toEqual([]);
  for (const seen of ["stable", "path", "counters", "baseline", "way-back"])
    expect(listItems(first, "go")).toContain(seen);
  const refused = await app.up("preview-canary-5");
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toMatch(
    /preflight: the preflight must be go for this version: got no-go at .*snapshot/,
  );
  expect(await app.weight()).toBe(0);

  const evidence = ["--evidence", "https://ci.example.org/42"];
  done(
    await app.sluice("sign-off", "preview", ...listItems(first, "missing"), "-C", app.folder, ...evidence),
  );
  expect((await ask()).exitCode).toBe(0);
  expect((await app.ledger()).preflight).toMatchObject({ isGo: true, version: { image: image("v2") } });
  // The gate that now lets pass is the next test's.
});

inFull(
  "the gate names each bad certificate by a sentence of its own, and goes with the good one of the router",
  async () => {
    const authority = makeAuthority();
    const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
    const expired = authority.sign({ name: app.host, from: ago(9), until: ago(2) });
    front = await startTlsFront(app.sandbox.gatewayAddress, expired);
    const ca = path.join(app.folder, "authority.pem");
    await writeFile(ca, authority.cert);
    await app.configure(image("v2"), { traffic: { scheme: "https", address: front.address, ca } });
    const look = async (): Promise<string> =>
      done(await app.pulumi("preview", "-s", "preview-canary-5", "--diff")).text;

    const refused = await app.up("preview-canary-5");
    expect(refused.sluiceCode).toBe(3);
    expect(refused.text).toMatch(
      /- tls: the certificate of preview\.example\.org must be valid now: got one that expired on .*, 2 days ago/,
    );
    expect(await app.weight()).toBe(0);
    front.show(authority.sign({ name: "other.example.org" }));
    expect(await look()).toMatch(/tls: refuse.* must be for that host: got other\.example\.org/);
    front.show(makeSelfSigned(app.host));
    expect(await look()).toMatch(
      /tls: refuse.* must come from an authority that is trusted here: got a self-signed one/,
    );

    const { gatewayTlsAddress: address, gatewayAuthority } = app.sandbox;
    await app.configure(image("v2"), { traffic: { address, ca: gatewayAuthority } });
    const passed = await look();
    expect(passed).toMatch(/tls: pass.*certificate of preview\.example\.org: valid until .*, TLSv1\.3/);
    expect(passed).toMatch(/path: (pass|pending).*probes reach stable \(6 of 6\)/);
    // The next test raises through it.
  },
);

inFull("a preview leaves the stages to be run as before", async () => {
  done(await app.up("preview-canary-5"));
  expect(await app.weight()).toBe(5);
  const { comment } = await preview();
  expect(rowOf(comment, "5 %")).toContain("✅ nothing left to do");
  expect(await app.weight()).toBe(5);
});

let cluster: Cluster;

beforeAll(async () => {
  const before = process.env["KUBECONFIG"];
  process.env["KUBECONFIG"] = app.sandbox.env["KUBECONFIG"];
  cluster = await connect({ context: app.sandbox.context, uid: app.sandbox.clusterUid });
  if (before === undefined) delete process.env["KUBECONFIG"];
  else process.env["KUBECONFIG"] = before;
});

afterAll(() => cluster.close());

describeClusterContract("a real API server is what the fake cluster says", () => ({
  cluster,
  namespace: app.namespace,
}));

describeApplyContract("tried writes on a real API server", () => ({ cluster, namespace: app.namespace }));

describeRaces("a race on a real API server", () => ({ cluster, namespace: app.namespace }));
