import type { ServerResponse } from "node:http";
import { startFakePrometheus } from "./fake-prometheus";
import type { Asked } from "./fake-prometheus";

/** A line as a collector brought it; its stream has the labels `pod` and `namespace`. */
export interface LokiLine {
  /** Seconds since the epoch. */
  readonly atSeconds: number;
  readonly pod: string;
  readonly text: string;
}

/** A Loki on loopback that evaluates what it is asked as its documentation says. */
export interface FakeLoki {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Takes lines in. */
  bring(...lines: readonly LokiLine[]): void;
  close(): Promise<void>;
}

/** Most values of a series in one answer. */
const mostValues = 11_000;

/** A moment as the HTTP API reads it: with a point it is seconds, else nanoseconds. */
const readMoment = (text: string): number => (text.includes(".") ? Number(text) : Number(text) / 1e9);

/** The form of LogQL that it knows: lines counted by pod, with filters for what they have and what they lack. */
const form =
  /^sum by \(pod, namespace\) \(count_over_time\((\{[^}]*\})(?: \|~ `([^`]*)` !~ `([^`]*)`)? \[(\d+)s\]\)\)$/;

/** Statistics that come with each answer. */
const stats = { summary: { bytesProcessedPerSecond: 0, execTime: 0.001, totalLinesProcessed: 1 } };

/**
 * Starts one for a namespace.
 * @param clock - its time, seconds since the epoch
 */
export async function startFakeLoki(namespace: string, clock: () => number): Promise<FakeLoki> {
  const lines: LokiLine[] = [];
  const refuse = (response: ServerResponse, text: string): void => {
    response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
  };
  const answer = (response: ServerResponse, _: number, { path, parameters }: Asked): void => {
    const query = parameters.get("query") ?? "";
    const parsed = form.exec(query);
    if (parsed === null)
      return refuse(response, `parse error at line 1, col 1: syntax error: unexpected ${query.slice(0, 20)}`);
    const [, , has = "", lacks, range] = parsed;
    const rangeSeconds = Number(range);
    const fits = ({ text }: LokiLine): boolean =>
      new RegExp(has).test(text) && (lacks === undefined || !new RegExp(lacks).test(text));
    const pods = [...new Set(lines.map(({ pod }) => pod))];
    /** The range of a moment is open at its beginning. */
    const countAt = (pod: string, moment: number): number =>
      lines.filter(
        (line) =>
          line.pod === pod &&
          line.atSeconds > moment - rangeSeconds &&
          line.atSeconds <= moment &&
          fits(line),
      ).length;
    const reply = (resultType: string, result: readonly object[]): void => {
      const body = { status: "success", data: { resultType, result, stats } };
      response
        .writeHead(200, { "content-type": "application/json; charset=UTF-8" })
        .end(JSON.stringify(body));
    };
    if (path === "/loki/api/v1/query") {
      const now = clock();
      const found = pods.map((pod) => ({ metric: { namespace, pod }, value: [now, `${countAt(pod, now)}`] }));
      return reply(
        "vector",
        found.filter(({ value }) => value[1] !== "0"),
      );
    }
    const [start, end, step] = ["start", "end", "step"].map((key) => parameters.get(key) ?? "");
    const [from, until, each] = [readMoment(start as string), readMoment(end as string), Number(step)];
    if ((until - from) / each > mostValues)
      return refuse(
        response,
        "exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter",
      );
    const moments = Array.from(
      { length: Math.floor((until - from) / each) + 1 },
      (_one, at) => from + at * each,
    );
    const found = pods.map((pod) => ({
      metric: { namespace, pod },
      values: moments
        .map((moment) => [moment, `${countAt(pod, moment)}`] as const)
        .filter(([, value]) => value !== "0"),
    }));
    return reply(
      "matrix",
      found.filter(({ values }) => values.length > 0),
    );
  };
  const { url, asked, close } = await startFakePrometheus(answer);
  return { url, asked, bring: (...more) => void lines.push(...more), close };
}
