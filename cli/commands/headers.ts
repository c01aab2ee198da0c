import type { Command } from "commander";
import { defineCommand } from "../define-command";
import type { HeadersFlags } from "../headers/run-headers";
import { runCommand } from "../run-command";

/** `sluice headers`: score of the response headers of a site. */
export function headersCommand(): Command {
  return defineCommand({
    name: "headers",
    details:
      "Requests the address, then the same on http://, and then as from a foreign origin, follows redirections, and scores what comes back by the MDN HTTP Observatory's algorithm, version 6, less 5 points per header that names the software that answers (at most 20). Sends no credentials. A certificate that is not valid costs points and does not end the command.",
    examples: [
      ["headers https://app.example.org", "table, score, grade and fixes"],
      ["headers https://app.example.org --min-score 90", "exit code 5 below 90"],
      [
        "headers https://localhost:8443 --ca ca.pem --http-port 8080",
        "a private authority, ports of one's own",
      ],
      ["headers https://app.example.org --json", "for programs"],
    ],
  })
    .argument("<url>", "address of the page; https:// where it has no scheme")
    .option("--min-score <number>", "least score, 0 to 165; exit code 5 below it")
    .option("--ca <file>", "PEM file of further certificate authorities")
    .option("--http-port <number>", "port that answers http:// (default: 80 where the address names no port)")
    .option("--timeout <seconds>", "longest time for one answer (default: 10)")
    .option("--preloaded", "the domain is in the browsers' HSTS preload list (+5; not looked up)")
    .action((url: string, flags: HeadersFlags) =>
      runCommand(`read headers of "${url}"`, flags, async (terminal) => {
        const { runHeaders } = require("../headers/run-headers") as typeof import("../headers/run-headers");
        return await runHeaders(url, flags, terminal);
      }),
    );
}
