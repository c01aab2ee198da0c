import { z } from "zod";
import { hstsStepNames } from "../../components/core/edge/headers";
import { flag, list, mapping, oneOf, text, told, whole } from "../fields/field";

/** A token as HTTP has it, without what means something to a configuration of nginx. */
const headerName = () => text("be the name of a header", /^[A-Za-z][\w-]{0,63}$/);

const names = (rule: string) => list(headerName(), rule).max(16, { error: "be at most 16 names" });

/** Printable and nothing that a configuration of nginx would take for a variable, or for an end of the text. */
const headerValue = () =>
  text('be a text on one line without "$", "\\" and spaces at its ends', /^(?! )[ -#%-[\]-~]{1,4000}(?<! )$/);

const policy = () =>
  headerValue()
    .refine((value) => !value.includes("'nonce-"), {
      error: "be without a nonce, which has to be fresh in each answer: let the app send this header",
    })
    .refine((value) => !/(?:^|;)\s*report-uri\b/i.test(value), { error: "leave report-uri to reportTo" });

const said = /^(?:strict-transport-security|content-security-policy(?:-report-only)?|access-control-.*)$/i;

const cors = mapping("edge.headers.cors", {
  origin: told(
    "the one origin that scripts may read answers from, such as `https://shop.example.org`; `*` for all, without credentials",
    text(
      'be an origin such as "https://shop.example.org", or "*"',
      /^(?:\*|https?:\/\/[a-z0-9.-]+(?::\d{1,5})?)$/,
    ),
  ),
  methods: told(
    "methods of its requests",
    list(text("be a method in capitals", /^[A-Z]{3,20}$/), "be a list of methods", 1).default([
      "GET",
      "HEAD",
      "POST",
    ]),
  ),
  headers: told("headers of its requests", names("be a list of headers").default([])),
  expose: told("headers of answers that its scripts may read", names("be a list of headers").default([])),
  credentials: told("cookies go along", flag().default(false)),
  maxAge: told(
    "time for which browsers keep the answer of a preflight, seconds",
    whole(0, 86_400).default(600),
  ),
}).refine(({ origin, credentials }) => origin !== "*" || !credentials, {
  path: ["credentials"],
  error: 'be false with origin "*"',
});

/** `sluice:edge.headers`: what users' browsers are told with every answer. */
export const headersSchema = mapping("edge.headers", {
  at: told(
    "`route`: the router sets them, for both tracks at once; `pods`: the firewall in the pods does, so that they are released in stages like the app",
    oneOf(["route", "pods"]).optional(),
    "`route` where the router can, else `pods` where there is a firewall",
  ),
  hsts: told(
    "step of Strict-Transport-Security: 5 minutes, a day, a week, a year, two years with all subdomains, the same for the preload list. Browsers keep it for that long",
    oneOf(hstsStepNames).default("minutes"),
  ),
  csp: mapping("edge.headers.csp", {
    policy: told("Content-Security-Policy of every answer", policy().optional(), "the app sends its own"),
    trial: told("policy that browsers only report on, beside the one in force", policy().optional(), "none"),
    reportTo: told(
      "path of the app that browsers send reports of violations to",
      text('be a path of letters, digits and "./_~-"', /^\/[\w./~-]{0,200}$/).optional(),
      "none",
    ),
  }).prefault({}),
  cors: cors.optional(),
  set: told(
    "further headers, or other values: `{ Cross-Origin-Embedder-Policy: require-corp }`",
    z
      .record(headerName(), headerValue(), { error: "be a mapping of names of headers to texts" })
      .check((context) => {
        for (const name of Object.keys(context.value))
          if (said.test(name))
            context.issues.push({
              code: "custom",
              path: [name],
              message: "be left out: hsts, csp and cors say it",
              input: context.value[name],
            });
      })
      .default({}),
  ),
  omit: told("headers of the usual set that the app sends itself", names("be a list of headers").default([])),
  remove: told(
    "headers that tell which software answers, taken out of every answer",
    names("be a list of headers").default([
      "Server",
      "X-Powered-By",
      "X-AspNet-Version",
      "X-AspNetMvc-Version",
      "X-Generator",
    ]),
  ),
});
