import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";
import { inFull } from "./support/in-full";

let app: App;

beforeAll(async () => {
  app = await createApp("situations", {
    stages: [
      { weight: 5, soak: "5s" },
      { weight: 100, soak: "1h" },
    ],
  });
});

afterAll(async () => {
  await app.remove();
});

const replicas = async (track: "stable" | "canary") => (await app.track(track)).replicas;
const endOf = async (): Promise<string | undefined> => (await app.ledger()).earlier.at(-1)?.reason;

test("nothing was ever promoted: the first deploy becomes stable without stages", async () => {
  expect(done(await app.up()).text).toContain("first deploy");
  expect(await app.ledger()).toMatchObject({
    phase: "promoted",
    weight: 0,
    promoted: [{ image: image("v1") }],
  });
  expect(await app.image("stable")).toBe(image("v1"));
  expect(await app.weight()).toBe(0);
  app.load(50);
});

test("image is stable's, nothing running: nothing to release", async () => {
  const before = await app.ledger();
  expect(done(await app.up()).text).toContain("unchanged");
  expect(await replicas("canary")).toBe(0);
  expect(await app.image("canary")).toBe(image("v1"));
  expect(await app.ledger()).toEqual(before);
});

test("another image: a new attempt with the canary at 0 replicas and weight 0, shown by preview before", async () => {
  await app.configure(image("v2"));
  const preview = done(await app.pulumi("preview", "-s", "situations", "--diff"));
  expect(preview.text).toContain("begins at 0 %");
  expect(preview.text).toContain(image("v2"));
  done(await app.up());
  expect(await app.image("stable")).toBe(image("v1"));
  expect(await app.image("canary")).toBe(image("v2"));
  expect(await replicas("canary")).toBe(0);
  expect(await app.weight()).toBe(0);
  expect(await app.ledger()).toMatchObject({
    phase: "progressing",
    attempt: { number: 2, image: image("v2") },
  });
});

inFull("another revision of the same image is refused without an order to end what runs", async () => {
  await app.configure(image("v2"), { app: { env: { GREETING: "hello" } } });
  const { sluiceCode, text } = await app.up();
  expect(sluiceCode).toBe(3);
  expect(text).toMatch(
    /this checkout must be revision \w+ of .* while attempt 2 is progressing: got revision/,
  );
  await app.configure(image("v2"), { app: { env: {} } });
});

inFull("a template written by another owner goes back at weight 0", async () => {
  await app.kubectl("set", "image", "deployment/scholarlink-canary", `app=${image("v3")}`);
  done(await app.up("situations", "--refresh"));
  expect(await app.image("canary")).toBe(image("v2"));
});

test("superseded by a third image: weight 0 and observed before the canary's template changes", async () => {
  done(await app.up("situations-canary-5"));
  expect(await app.weight()).toBe(5);
  await app.configure(image("v3"));
  const unintended = await app.up();
  expect(unintended.sluiceCode).toBe(3);
  expect(unintended.text).toContain("`sluice abort situations --reason TEXT` first");
  expect(await app.weight()).toBe(5);
  await app.configure(image("v3"), { release: { supersede: 2 } });
  const superseding = app.startUp();
  await superseding.seen(/weight 5 → 0 written/);
  done(await superseding.ended);
  const text = superseding.text();
  expect(text.indexOf("weight 5 → 0 written")).toBeLessThan(text.indexOf("canary: 2 → 0 replicas"));
  expect(await app.weight()).toBe(0);
  expect(await app.image("canary")).toBe(image("v3"));
  expect(await app.ledger()).toMatchObject({
    phase: "progressing",
    attempt: { number: 3, image: image("v3") },
  });
  expect(await endOf()).toContain("superseded");
});

test("reverted in Git: the attempt ends aborted, the canary idles on stable's image", async () => {
  await app.configure(image("v1"));
  expect((await app.up()).sluiceCode).toBe(3);
  await app.configure(image("v1"), { release: { supersede: 3 } });
  expect(done(await app.up()).text).toContain("reverted");
  expect(await app.ledger()).toMatchObject({ phase: "aborted", weight: 0 });
  expect(await app.image("canary")).toBe(image("v1"));
  expect(await replicas("canary")).toBe(0);
});

inFull(
  "an image that was reverted is released again as it is, one that was aborted stays away, with the way out",
  async () => {
    await app.configure(image("v3"));
    done(await app.up());
    expect(await app.ledger()).toMatchObject({
      phase: "progressing",
      attempt: { number: 4, image: image("v3") },
    });
    done(await app.sluice("abort", "situations", "-C", app.folder, "--reason", "too slow"));
    const { text } = done(await app.up());
    expect(text).toMatch(/was aborted \(attempt 4: too slow\): stable stays/);
    expect(text).toContain("sluice retry situations --reason TEXT");
    expect(await app.image("stable")).toBe(image("v1"));
    expect(await app.weight()).toBe(0);
  },
);

const expectCreatedAgain = async (object: string): Promise<void> => {
  await app.configure(image("v1"));
  await app.kubectl("delete", object);
  const refused = await app.up();
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toContain("pulumi up --refresh");
  done(await app.up("situations", "--refresh"));
  expect(await app.image("stable")).toBe(image("v1"));
  expect(await app.image("canary")).toBe(image("v1"));
  expect(await app.weight()).toBe(0);
};

inFull.each(["deployment/scholarlink-stable", "deployment/scholarlink-canary", "httproute/scholarlink"])(
  "%s deleted by hand: refused, and --refresh creates the last promoted image again",
  expectCreatedAgain,
);

test("Pulumi's state lost: the objects are adopted, and go on as they were", async () => {
  const before = await app.kubectl(
    "get",
    "deployment",
    "scholarlink-stable",
    "-o",
    "jsonpath={.metadata.uid}",
  );
  done(await app.pulumi("stack", "rm", "situations", "--yes", "--force", "--preserve-config"));
  done(await app.pulumi("stack", "init", "situations"));
  done(await app.up());
  expect(await app.kubectl("get", "deployment", "scholarlink-stable", "-o", "jsonpath={.metadata.uid}")).toBe(
    before,
  );
  expect(await app.image("stable")).toBe(image("v1"));
});

test("destroy is refused while a release runs, and removes everything, the ledger last, when none does", async () => {
  await app.configure(image("v2"));
  done(await app.up());
  const refused = await app.pulumi("destroy", "-s", "situations", "--yes", "--skip-preview");
  expect(refused.sluiceCode).toBe(3);
  expect(refused.text).toContain("no release may be under way: got progressing at 0 %");
  expect(await app.image("stable")).toBe(image("v1"));
  done(await app.sluice("abort", "situations", "-C", app.folder, "--reason", "test"));
  done(await app.pulumi("destroy", "-s", "situations", "--yes", "--skip-preview"));
  const left = await app.kubectl(
    "get",
    "deployment,service,httproute,job,pdb,networkpolicy,configmap",
    "-o",
    "name",
  );
  expect(left.split("\n").filter((name) => name.includes("scholarlink"))).toEqual([]);
});
