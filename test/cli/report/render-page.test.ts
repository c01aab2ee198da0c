import { renderPage } from "../../../cli/report/render-page";
import { describeReport } from "../../../components/core/report/describe-report";
import { begunAtSeconds, failedStage, passedStage, recordWith } from "../../support/report";

const settings = { cluster: { context: "prod-eu", uid: "u" }, namespace: "shop" };

const render = (record = recordWith()) =>
  renderPage(describeReport({ settings, record, nowSeconds: begunAtSeconds + 3600 }));

test("renderPage() is one file that loads nothing and runs nothing, and says so to the browser", () => {
  const page = render();
  expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
  expect(page).not.toMatch(/<script|<link|style="|\son\w+=|src=/);
});

test("renderPage() draws evidence and failures of each stage that was judged", () => {
  const page = render();
  expect(page).toContain("Stage 1 %: evidence");
  expect(page).toContain("Stage 5 %: requests that failed, percent");
  expect(page).not.toContain("Stage 20 %: evidence");
  expect(page).toContain("taken back at 4.61");
  expect(page).toContain("Postmortem of attempt 3");
});

test("renderPage() shows markup in a reason as text", () => {
  const page = render(recordWith({ endReason: "<img src=x onerror=alert(1)>" }));
  expect(page).not.toContain("<img");
  expect(page).toContain("&lt;img");
});

test("renderPage() links the places that show an attempt, and nothing else gets into its address", () => {
  const links = [{ name: "<Logs>", url: 'https://l/?q={canary}"><script>' }];
  const told = { ...settings, contacts: { links } };
  const page = renderPage(describeReport({ settings: told, record: recordWith(), nowSeconds: 0 }));
  expect(page).toContain(
    '<a href="https://l/?q=app-canary&quot;&gt;&lt;script&gt;" rel="noreferrer">&lt;Logs&gt;</a>',
  );
  expect(page).not.toContain("<script>");
});

test("renderPage() draws a stage that is still judged, and one without failures", () => {
  const { verdict: _, endedAtSeconds: __, ...soaking } = failedStage;
  const quiet = {
    ...passedStage.trail!,
    points: passedStage.trail!.points.map(([at]) => [at, 0, 0, 0, 0, 0, 0] as const),
  };
  const stages = [
    { ...passedStage, trail: quiet },
    { ...soaking, phase: "soaking" as const },
  ];
  const page = render(recordWith({ stages }, { phase: "progressing" }));
  expect(page).toContain("Stage 1 %: requests that failed, percent");
  expect(page).not.toContain("Postmortem");
});
