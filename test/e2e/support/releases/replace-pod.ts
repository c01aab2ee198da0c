import type { App } from "../app";

/** Takes a pod of stable away: another one starts only where everything that it names is still there. */
export async function replacePod(app: App): Promise<void> {
  const pods = async (): Promise<readonly string[]> => {
    const ready = "{range .items[?(@.status.containerStatuses[0].ready==true)]}{.metadata.name} {end}";
    const list = await app.kubectl("get", "pods", "-l", "sluice.dev/track=stable", "-o", `jsonpath=${ready}`);
    return list.split(" ").filter((name) => name !== "");
  };
  const [first = ""] = await pods();
  await app.kubectl("delete", "pod", first, "--wait=false");
  await app.until("another pod of stable is ready", async () => {
    const others = (await pods()).filter((name) => name !== first);
    return others.length >= 2;
  });
}
