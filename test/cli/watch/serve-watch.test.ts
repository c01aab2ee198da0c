import { serveWatch } from "../../../cli/watch/serve-watch";

const release = { app: "shop", environment: "prod" };
const watched = (value: number): string =>
  `sluice_release_watched{sluice_app="shop",sluice_environment="prod"} ${value}\n`;

test("serveWatch() serves what the last look found, and nothing else", async () => {
  const served = await serveWatch(release, 0);
  try {
    const ask = async (path: string, init?: RequestInit) =>
      await fetch(`http://127.0.0.1:${served.port}${path}`, init);
    expect(await (await ask("/metrics")).text()).toContain(watched(0));
    served.show({ atSeconds: Date.now() / 1000, watchedBy: "run", weight: 5, isHeld: false });
    const answer = await ask("/metrics");
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await answer.text()).toContain(watched(1));
    expect((await ask("/")).status).toBe(404);
    expect((await ask("/metrics", { method: "POST" })).status).toBe(404);
    await expect(serveWatch(release, served.port)).rejects.toThrow(/EADDRINUSE/);
  } finally {
    served.close();
  }
});
