import { previewWeek, readWeek } from "../../../cli/preview/read-week";
import { renderWeek } from "../../../cli/preview/render-week";
import type { EnvironmentPreview, Week } from "../../../cli/preview/environment-preview";
import { openTerminal } from "../../../cli/terminal";
import { ledgerOf } from "../../support/gate";
import { matrix, startFakePrometheus, traefikLabels } from "../../support/fake-prometheus";
import { fakeEnvironment } from "../support/fake-cluster";

const daySeconds = 86_400;

/** Verdicts where each day had so many failed requests of 3000; undefined: no answer. */
async function look(errorsOf: (day: number) => number | undefined) {
  const ledger = JSON.stringify({ ...ledgerOf({ phase: "promoted" }), app: "scholarlink" });
  const { context, writes } = fakeEnvironment({ ledger, weight: 0 });
  const { app, namespace, traffic } = context.settings;
  const { gateway } = traffic;
  const service = `httproute-${namespace}-${app}-gw-${gateway.namespace}-${gateway.name}-ep-web-2-1f0a9c77d1e2b3c4d5e6-svc-${namespace}-${app}-stable-0@kubernetesgateway`;
  const now = 1_764_166_865;
  const prometheus = await startFakePrometheus((response, _before, { parameters }) => {
    const at = Number(parameters.get("time"));
    const errors = errorsOf(Math.round((now - at) / daySeconds));
    if (errors === undefined) return void response.writeHead(400).end("{}");
    const series = (code: string, last: number) => ({
      metric: { ...traefikLabels("stable", code), service },
      values: Array.from({ length: 11 }, (_, nth): [number, string] => [
        at - 300 + nth * 30,
        `${Math.round((last * nth) / 10)}`,
      ]),
    });
    response.end(matrix(series("200", 3000 - errors), series("500", errors)));
  });
  try {
    const { settings } = context;
    const analysis = { ...settings.analysis, prometheus: prometheus.url, source: "traefik" as const };
    const days = await readWeek({ ...context, now: () => now, settings: { ...settings, analysis } });
    expect(writes).toEqual([]);
    return { days, asked: prometheus.asked.length };
  } finally {
    await prometheus.close();
  }
}

test("seven days, oldest first, by one query each; a day that cannot be read is told, and asked no more", async () => {
  const { days, asked } = await look((day) => (day === 3 ? 90 : day === 7 ? undefined : 0));
  expect(days.map(({ kind }) => kind)).toEqual(["unknown", "pass", "pass", "pass", "refuse", "pass", "pass"]);
  expect(days[0]?.at).toBe("2025-11-19T14:21:05.000Z");
  expect(asked).toBe(7);
});

const render = (week?: Week) =>
  renderWeek((week === undefined ? {} : { week }) as unknown as EnvironmentPreview);

test("the comment has a row for each day, or why they are not known, and nothing where nobody asked", async () => {
  const day = { at: "2025-11-19T14:21:05.000Z", kind: "hold", text: "5 % | held" } as const;
  const text = render({ days: [day, { ...day, kind: "pass" }] }).join("\n");
  expect(text).toContain("On 1 of 2 days a good version would have passed every stage.");
  expect(text).toContain("| 2025-11-19 14:21 | ⏳ would have held | 5 % \\| held |");
  expect(render()).toEqual([]);
  const terminal = openTerminal({ stderr: { write: () => true }, stdout: { write: () => true } });
  const unknown = await previewWeek({ cwd: "/nowhere", environment: "prod", by: "sluice preview", terminal });
  expect(render(unknown).join("\n")).toContain("Not known: ");
});
