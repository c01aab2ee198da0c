/** Sections of every page in their order: id and heading. The first ones have headings of their own. */
export const sections = [
  ["trouble", ""],
  ["now", ""],
  ["fleet", "Environments"],
  ["gate", "Gate of the next stage"],
  ["stages", "Stages"],
  ["plots", "Evidence"],
  ["timeline", "Timeline, UTC"],
  ["pods", "Pods of the canary"],
  ["ledger", "Ledger"],
  ["preflight", "Preflight"],
  ["history", "History"],
] as const;

/** Id of a section. */
export type SectionId = (typeof sections)[number][0];

/** Frame of a page: it has no word of any environment, so that it can be served without a cookie. */
export function renderShell(): string {
  const named = sections.filter(([, name]) => name !== "");
  const links = named.map(([id, name]) => `<li hidden data-of="${id}"><a href="#${id}">${name}</a></li>`);
  const blocks = sections.map(([id, name]) =>
    name === ""
      ? `<div id="${id}" hidden></div>`
      : `<section id="${id}" aria-labelledby="${id}-name" tabindex="-1" hidden><h2 id="${id}-name">${name}</h2><div data-body></div></section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sluice</title><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script></head>
<body><a class="skip" href="#main">Skip to the release</a>
<header><p class="brand"><a href="/">Sluice</a></p><p id="connection">connecting</p></header>
<nav aria-label="Sections"><ul>${links.join("")}</ul></nav>
<main id="main" tabindex="-1"><p id="told" class="unseen" role="status"></p>
<h1 id="waiting">Sluice: no release is shown yet</h1>
<noscript><p>This page needs its script, which comes from this server alone.</p></noscript>
${blocks.join("\n")}
</main></body></html>
`;
}
