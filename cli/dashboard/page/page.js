"use strict";
/** Runs in the browser: exchanges the token, listens, and puts what changed in its place. */

const find = (id) => document.getElementById(id);
const showConnection = (text, isBad) => {
  const place = find("connection");
  place.textContent = text;
  place.classList.toggle("bad", isBad);
};

/** Exchanges the token of the address for a cookie, and takes it out of the address. */
async function enter() {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(null, "", location.pathname);
  await fetch("/session", { method: "POST", headers: { "Content-Type": "text/plain" }, body: token });
}

/** State of a section that a person changed, and that a new text would lose. */
function remember(place) {
  const all = (selector) => [...place.querySelectorAll(selector)];
  const open = new Set(all("details[open]").map((one) => one.dataset.key));
  const scrolled = all(".scroll").map((one) => one.scrollLeft);
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  return () => {
    for (const one of all("details")) one.open = open.has(one.dataset.key);
    for (const [at, one] of all(".scroll").entries()) one.scrollLeft = scrolled[at] ?? 0;
    if (key !== undefined)
      all("[data-key]")
        .find((one) => one.dataset.key === key)
        ?.focus({ preventScroll: true });
  };
}

function showSection(id, html) {
  const place = find(id);
  const restore = remember(place);
  // The server makes it, with every text of others escaped; the policy of the page lets nothing in it run.
  (place.querySelector("[data-body]") ?? place).innerHTML = html;
  place.hidden = html === "";
  const link = document.querySelector(`[data-of="${id}"]`);
  if (link !== null) link.hidden = html === "";
  restore();
}

function show({ at, title, told, sections = {} }) {
  if (title !== undefined) document.title = title;
  if (told !== undefined && find("told").textContent !== told) find("told").textContent = told;
  if (sections.now !== undefined) find("waiting")?.remove();
  for (const [id, html] of Object.entries(sections)) showSection(id, html);
  showConnection(`live, seen at ${at.slice(11, 19)} UTC`, false);
}

function listen() {
  const events = new EventSource(`/events?page=${encodeURIComponent(location.pathname)}`);
  events.addEventListener("message", ({ data }) => show(JSON.parse(data)));
  events.addEventListener("error", () => {
    const isOver = events.readyState === EventSource.CLOSED;
    showConnection(
      isOver ? "not connected: open the address that the command printed" : "connection lost, trying again",
      true,
    );
  });
}

/** Copies a command, or marks it where the browser does not let a page copy. */
async function copy(button) {
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    find("told").textContent = `Copied: ${code.textContent}`;
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    find("told").textContent = "Marked: copy it with the keyboard";
    button.textContent = "Marked";
  }
}

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null;
  if (button !== null) void copy(button);
});

enter().then(listen, () => showConnection("not connected: the command has ended", true));
