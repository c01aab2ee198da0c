import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { runWaf, unpackWaf } from "../sandbox/waf/running-waf";
import { readCorpus, toBytes } from "./support/corpus";
import type { CorpusCase } from "./support/corpus";

/**
 * Folder of the Core Rule Set's own regression tests. They are in the module whose rules the image has:
 * SLUICE_CRS_TESTS=$(go env GOMODCACHE)/github.com/corazawaf/coraza-coreruleset/v4@v4.25.0/tests npm run test:cosign -- rule-set
 */
const folder = process.env["SLUICE_CRS_TESTS"] ?? "";

/** Least share of requests by which the same rules fire as the corpus says. */
const leastShare = 0.98;

/** Sends bytes as they are, and waits for the end of the answer. */
async function send(port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  // A body that is shorter than it says is waited for.
  socket.setTimeout(2000, () => socket.destroy());
  socket.on("error", () => undefined);
  socket.write(bytes);
  socket.on("data", (chunk: Buffer) => {
    if (!bytes.includes("onnection: close") && chunk.includes("HTTP/1.1 ")) socket.end();
  });
  await once(socket, "close");
}

/** Rules that fired by the ids of the requests. */
function readFired(log: string): ReadonlyMap<string, readonly number[]> {
  const lines = log.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const {
        request,
        rules = [],
        reason,
      } = JSON.parse(line) as {
        request: string;
        rules?: string[];
        reason: string;
      };
      return [request, [...rules.map(Number), ...(reason === "rules" ? [949_110] : [])]];
    }),
  );
}

function differ({ fires, stays }: CorpusCase, fired: readonly number[]): string | undefined {
  const missing = fires.filter((rule) => !fired.includes(rule));
  const wrong = stays.filter((rule) => fired.includes(rule));
  if (missing.length + wrong.length === 0) return undefined;
  return [...missing.map((rule) => `-${rule}`), ...wrong.map((rule) => `+${rule}`)].join(" ");
}

(folder === "" ? test.skip : test)(
  "the Core Rule Set's own requests set off the rules that they should, through the real firewall",
  async () => {
    const corpus = readCorpus(folder);
    const app = createServer((asked, answer) => void asked.resume().on("end", () => answer.end("ok")));
    app.listen(0, "127.0.0.1");
    await once(app, "listening");
    const image = await unpackWaf();
    // At a threshold of 1 every rule that fires is told of.
    const waf = await runWaf(
      image.root,
      { port: (app.address() as AddressInfo).port },
      { mode: "detect", threshold: 1, paranoia: { block: 4, detect: 4 } },
    );
    try {
      const left = [...corpus];
      const work = async (): Promise<void> => {
        for (let one = left.shift(); one !== undefined; one = left.shift())
          await send(waf.port, toBytes(one));
      };
      await Promise.all(Array.from({ length: 8 }, work));
      const last = {
        name: "last",
        rule: 0,
        input: { uri: "/?q=<script>alert(1)</script>" },
        fires: [],
        stays: [],
      };
      await send(waf.port, toBytes(last));
      while (!waf.log().includes('"request":"last"')) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await waf.metrics()).toContain("sluice_waf_unwritten_lines_total 0");
    } finally {
      await waf.stop();
      app.closeAllConnections();
      app.close();
      image.remove();
    }
    const fired = readFired(waf.log());
    const differences = corpus.flatMap((one) => {
      const told = differ(one, fired.get(one.name) ?? []);
      return told === undefined ? [] : [{ rule: one.rule, text: `${one.name} ${told}` }];
    });
    const share = 1 - differences.length / corpus.length;
    const rules = [...new Set(differences.map(({ rule }) => rule))];
    const lines = rules.map((rule) => {
      const texts = differences.filter((one) => one.rule === rule).map(({ text }) => text);
      return `  ${rule}: ${texts.join(", ")}`;
    });
    process.stdout.write(
      `${(share * 100).toFixed(2)} % of ${corpus.length} requests as the Core Rule Set says; differences (- did not fire, + fired):\n${lines.join("\n")}\n`,
    );
    expect(share).toBeGreaterThan(leastShare);
  },
  600_000,
);
