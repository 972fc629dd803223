// What the page does beyond a plain page: it shows what changed while you look at
// it, and keeps what you type while you type it. Everything else works without.
"use strict";

const settled = 800;
const together = 400;
// A page that answers a form stands at an address that shows nothing when asked for.
const drawn = document.body.dataset.here;
const here = drawn === location.pathname ? location.href : drawn;
const news = document.getElementById("news");

// --- What changed ---------------------------------------------------------------

const same = (a, b) => bare(a) === bare(b);
const bare = (element) =>
  element.innerHTML.replace(/name="cause" value="[^"]*"/g, "").replace(/ open=""/g, "");

function busy(element) {
  const typing = document.activeElement;
  if (!typing || !element.contains(typing)) return false;
  return typing.matches("input:not([type=hidden]), textarea, select");
}

function pointer(element) {
  const form = element.closest("form");
  const named = (name) => form?.querySelector(`[name=${name}]`)?.value ?? "";
  return [element.tagName, element.textContent.trim(), named("does"), named("about"),
    element.getAttribute("href") ?? ""].join("|");
}

function swap(old, fresh) {
  const focused = document.activeElement;
  const inside = focused && old.contains(focused) ? pointer(focused) : "";
  // By what they are called, and not by their place: one more may have come.
  const called = (one) => one.querySelector("summary")?.textContent.replace(/\d+/g, "");
  const opened = new Set([...old.querySelectorAll("details[open]")].map(called));
  const scrolled = [...old.querySelectorAll(".scroll, .meanwhile")]
    .map((one) => [one.scrollLeft, one.scrollTop]);
  old.innerHTML = fresh.innerHTML;
  for (const one of old.querySelectorAll("details")) one.open = opened.has(called(one));
  old.querySelectorAll(".scroll, .meanwhile").forEach((one, n) => {
    if (scrolled[n]) [one.scrollLeft, one.scrollTop] = scrolled[n];
  });
  if (!inside) return;
  const again = [...old.querySelectorAll("a, button, summary, [tabindex]")]
    .find((one) => pointer(one) === inside);
  if (again) again.focus({ preventScroll: true });
  else {
    old.setAttribute("tabindex", "-1");
    old.focus({ preventScroll: true });
  }
}

const cards = (root) => new Map([...root.querySelectorAll("[data-cards] .card")]
  .map((card) => [card.id, [card.dataset.heading, bare(card)]]));

function say(before, after) {
  const fresh = [], changed = [];
  for (const [id, [heading, body]] of after) {
    if (!before.has(id)) fresh.push(heading);
    else if (before.get(id)[1] !== body) changed.push(heading);
  }
  const said = [];
  if (fresh.length) said.push(`New: ${fresh.slice(0, 3).join(". ")}.`);
  if (changed.length) said.push(`Changed: ${changed.slice(0, 3).join(". ")}.`);
  if (said.length) news.textContent = said.join(" ");
}

let fetching = false, again = false;

async function refresh() {
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const answer = await fetch(here, { headers: { Accept: "text/html" } });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* The next change, or the next connection, asks again. */ }
  fetching = false;
  if (again) { again = false; refresh(); }
}

function show(page) {
  const before = cards(document);
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && !same(old, fresh) && !busy(old)) swap(old, fresh);
  }
  say(before, cards(document));
  const acting = page.getElementById("who")?.textContent;
  if (acting && acting !== document.getElementById("who").textContent) {
    news.textContent = "You now act as somebody else in another window. Load this page again.";
  }
}

if (document.querySelector("[data-live]")) {
  let known = news.dataset.count, soon = 0;
  const line = new EventSource("/live");
  line.onmessage = (event) => {
    if (event.data === known) return;
    known = event.data;
    // Changes come in bursts, as when a clock is moved: one look serves them all.
    soon ||= setTimeout(() => { soon = 0; refresh(); }, together);
  };
  addEventListener("pagehide", () => line.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// --- What is typed --------------------------------------------------------------

for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = form.querySelector("#kept");
  let timer = 0, sending = null, sent = false;

  const keep = async () => {
    if (sent) return;
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: new FormData(form), signal: sending.signal, redirect: "manual",
      });
      if (!sent) kept.textContent = answer.status === 204 ? "What you typed is kept." : "";
    } catch { kept.textContent = ""; }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    kept.textContent = "";
    timer = setTimeout(keep, settled);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
    sending?.abort();
  });
}

// --- Questions that depend on an answer -------------------------------------------

for (const question of document.querySelectorAll("[data-only-if]")) {
  const fields = document.querySelectorAll(`[name="${CSS.escape(question.dataset.onlyIf)}"]`);
  const decide = () => {
    const owner = fields[0]?.closest(".question");
    const given = [...fields].some((field) =>
      field.value === question.dataset.onlyWhen && (field.checked || field.type === "select-one"));
    question.hidden = !given || Boolean(owner?.hidden);
  };
  question.querySelector(".only-if")?.remove();
  document.addEventListener("change", decide);
  decide();
}

// --- Where to look first ------------------------------------------------------------

const first = document.getElementById("problems") ?? document.getElementById("answer");
if (first && !location.hash.startsWith("#q.")) first.focus();
