import { readFileSync } from "node:fs";
import path from "node:path";

const fenced = /^( *)```(\w+)\n(.*?)^ *```/gmsu;

/**
 * Texts of a page's fenced blocks in a language, without the page's indentation.
 * @param page - as `docs/how-to/headers.md`
 */
export function blocksIn(page: string, language: string): readonly string[] {
  const text = readFileSync(path.resolve(__dirname, "../..", page), "utf8");
  return Array.from(text.matchAll(fenced)).flatMap(([, indent = "", name, block = ""]) =>
    name === language ? [block.replaceAll(new RegExp(`^ {${indent.length}}`, "gmu"), "")] : [],
  );
}
