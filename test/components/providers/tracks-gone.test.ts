import { waitForTracksGone } from "../../../components/providers/tracks-gone";

/** Waits for tracks whose Deployments are as `look` says, asked once for both; the warnings that it gave. */
async function wait(look: (asked: number) => Readonly<Record<string, object>>, readySeconds = 60) {
  let asked = 0;
  const warnings: string[] = [];
  const session = {
    cluster: {
      find: async (path: string) => {
        const name = path.split("/").at(-1) as string;
        const metadata = look(Math.floor(asked++ / 2))[name];
        return await Promise.resolve(metadata && { metadata: { name, ...metadata } });
      },
    },
    settings: { app: "shop", namespace: "prod", readySeconds },
    interrupted: new AbortController().signal,
    progress: () => undefined,
    say: (text: string) => warnings.push(text),
  } as unknown as Parameters<typeof waitForTracksGone>[0];
  await waitForTracksGone(session);
  return { asked: asked / 2, warnings };
}

const ending = { deletionTimestamp: "2026-01-01T00:00:00Z" };

test("Deployments that are being deleted are waited for", async () => {
  const looks = [{ "shop-stable": ending, "shop-canary": ending }, { "shop-stable": ending }, {}];
  expect(await wait((asked) => looks[asked] ?? {})).toEqual({ asked: 3, warnings: [] });
});

test("one that stays is not waited for", async () => {
  expect(await wait(() => ({ "shop-stable": {} }))).toEqual({ asked: 1, warnings: [] });
});

test("one that does not end is named, and the destroy goes on", async () => {
  const { warnings } = await wait(() => ({ "shop-stable": ending }), 1);
  expect(warnings).toEqual(["the destroy goes on, though shop-stable must be gone"]);
});
