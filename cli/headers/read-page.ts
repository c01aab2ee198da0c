import { firstOf } from "../../policies/headers/header";
import type { ScriptTag } from "../../policies/headers/observatory/observation";
import type { Exchange } from "./exchange";

/** Parts of a page's markup that the score depends on. */
export interface PageMarkup {
  readonly scripts: readonly ScriptTag[] | "not-html";
  readonly metaCsp: readonly string[];
}

const htmlTypes: readonly string[] = ["text/html", "application/xhtml+xml"];

const tag = /<(script|meta)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
const attribute = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

function decode(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll(/&(#39|apos);/g, "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function readAttributes(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = "", double, single, bare]) => [
      name.toLowerCase(),
      decode(double ?? single ?? bare ?? ""),
    ]),
  );
}

/** Reads scripts and policies out of a page; comments and the insides of scripts count nothing. */
export function readPage({ headers, body }: Pick<Exchange, "headers" | "body">): PageMarkup {
  const type = firstOf(headers, "content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!htmlTypes.includes(type)) return { scripts: "not-html", metaCsp: [] };
  const markup = body
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replaceAll(/(<script\b(?:"[^"]*"|'[^']*'|[^>"'])*>)[\s\S]*?(<\/script\s*>|$)/gi, "$1$2");
  const tags = [...markup.matchAll(tag)].map(([, name = "", text = ""]) => ({
    name: name.toLowerCase(),
    attributes: readAttributes(text),
  }));
  const scripts = tags
    .filter(({ name }) => name === "script")
    .map(({ attributes }) => ({
      src: attributes.get("src")?.trim() ?? "",
      integrity: (attributes.get("integrity") ?? "") !== "",
    }));
  const metaCsp = tags
    .filter(
      ({ name, attributes }) =>
        name === "meta" && attributes.get("http-equiv")?.toLowerCase() === "content-security-policy",
    )
    .map(({ attributes }) => attributes.get("content") ?? "");
  return { scripts, metaCsp };
}
