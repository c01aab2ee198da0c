import type { App } from "../app";

/** Sections of a page by id, as far as the server has sent them. */
type Sections = Readonly<Record<string, string>>;

/**
 * Opens the real `sluice dashboard` of an app as a browser does, reads until a look is as wanted, and ends it.
 * @returns all that it sent
 */
export async function readDashboard(app: App, isWanted: (sections: Sections) => boolean): Promise<Sections> {
  const command = app.startSluice("dashboard", app.environment, "-C", app.folder);
  const address = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/;
  await command.seen(address);
  const { origin, hash } = new URL(address.exec(command.text())?.[0] ?? "");
  const stop = AbortSignal.timeout(60_000);
  try {
    const body = hash.replace("#token=", "");
    const entered = await fetch(`${origin}/session`, { method: "POST", headers: { origin }, body });
    const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const events = await fetch(`${origin}/events?page=%2F`, { headers: { cookie }, signal: stop });
    let sections: Sections = {};
    let text = "";
    for await (const chunk of events.body ?? []) {
      text += Buffer.from(chunk).toString("utf8");
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts.filter((one) => one.startsWith("data: ")))
        sections = { ...sections, ...(JSON.parse(part.slice(6)) as { sections?: Sections }).sections };
      if (isWanted(sections)) return sections;
    }
    throw new Error(`the dashboard ended before it showed what was wanted: ${JSON.stringify(sections)}`);
  } finally {
    command.child.kill("SIGINT");
    await command.ended;
  }
}
