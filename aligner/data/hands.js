// Keys, clicks on rows, and going to a row: what a page of Streamlit has no words for.
// One listener a window: Streamlit mounts the component anew as it likes, and only what it
// was told last counts. Nothing here reads or writes document text.

// A switch or a slider takes no letters: after turning one, the keys go on working.
const INTO = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=dialog]";

const PATIENCE = 3000; // milliseconds until a message counts as lost

function typing(target) {
  return target instanceof Element && target.closest(INTO) !== null;
}

function keyed(event, hands) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const leaving = event.key === "Escape";
  if (typing(event.target) && !leaving) return;
  const action = hands.keys[event.key];
  if (action === undefined) return;
  if (leaving && typing(event.target)) { event.target.blur(); return; }
  event.preventDefault();
  event.stopPropagation();
  if (action === "search") { focusOn("[class*=st-key-desk-query] input"); return; }
  // A key held down repeats faster than the page follows; it must not go on after it is let go.
  if (!event.repeat || hands.waiting.length === 0) tell(hands, { action });
}

// Streamlit keeps one message a component, and a newer one takes its place: each is told when the
// one before is done, and by its number nothing is done twice. One that got lost is told again.
function tell(hands, message) {
  hands.last = Math.max(hands.last + 1, Date.now());
  hands.waiting.push({ id: hands.last, ...message });
  next(hands);
}

function next(hands) {
  const first = hands.waiting[0];
  if (first === undefined || (hands.told === first.id && Date.now() - hands.at < PATIENCE)) return;
  hands.told = first.id;
  hands.at = Date.now();
  hands.send("act", first);
}

function clicked(event, hands) {
  const target = event.target;
  if (!(target instanceof Element) || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target.closest(".aligner a[href^='#r']");
  if (link !== null && /^#r\d+$/.test(link.getAttribute("href"))) {
    event.preventDefault();
    tell(hands, { action: "row", row: Number(link.getAttribute("href").slice(2)) });
    return;
  }
  if (target.closest("a, button, summary, details") || String(document.getSelection())) return;
  const row = target.closest(".aligner table.text tbody tr");
  if (row === null) return;
  const cell = target.closest("td");
  const language = cell?.lang || cell?.querySelector("[lang]")?.lang;
  tell(hands, { action: "row", row: Number(row.id.slice(1)), language });
}

// Who chose from a list by the pointer goes on with keys; a letter would open the list again.
function chosen(event) {
  if (!(event.target instanceof Element) || event.target.closest("[role=option]") === null) return;
  setTimeout(() => {
    const field = document.activeElement;
    if (field?.matches("[role=combobox][aria-expanded=false]")) field.blur();
  }, 100);
}

function focusOn(selector) {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) { found.focus(); if (found.select) found.select(); }
}

// The row may be drawn after us; it is waited for, briefly.
function goTo(number, patience) {
  const row = document.querySelector(`.aligner table.text tr#r${number}.here`);
  if (row === null) {
    if (patience > 0) setTimeout(() => goTo(number, patience - 1), 50);
    return;
  }
  measure();
  // At once, not smoothly: the page is drawn anew while it would still be on its way.
  row.scrollIntoView({ block: "start", behavior: "auto" });
  // The words a finding is about may stand far down in a long paragraph.
  row.querySelector("mark.told")?.scrollIntoView({ block: "nearest", behavior: "auto" });
}

// How tall the heading is that stays in sight over the text: the style sheet places rows below it.
function measure() {
  const heading = document.querySelector(".aligner.app table.text > thead");
  if (heading !== null) document.documentElement.style.setProperty("--heading", `${heading.offsetHeight}px`);
}

// Work that was just opened is shown from its head, wherever the first screen was scrolled to.
function goToHead() {
  measure();
  document.querySelector(".stMain")?.scrollTo(0, 0);
}

function goToTop() {
  measure();
  const table = document.querySelector(".aligner table.text");
  if (table !== null && table.getBoundingClientRect().top < 0) table.scrollIntoView({ block: "start" });
}

export default function (component) {
  const hands = (window.alignerHands ??= { visit: null, waiting: [], last: 0 });
  hands.send = component.setTriggerValue;
  hands.keys = component.data.keys;
  if (!hands.listening) {
    hands.listening = true;
    document.addEventListener("keydown", (event) => keyed(event, hands), true);
    document.addEventListener("click", (event) => clicked(event, hands), true);
    document.addEventListener("pointerup", chosen, true);
    window.addEventListener("beforeunload", (event) => { if (hands.unkept) event.preventDefault(); });
  }
  const { here, visit, opened, done, unkept } = component.data;
  hands.unkept = unkept;
  hands.waiting = hands.waiting.filter((each) => each.id > done);
  next(hands);
  if (visit !== hands.visit) {
    if (here !== null) goTo(here, 60);
    else if (visit === opened) goToHead();
    else goToTop();
  }
  hands.visit = visit;
  return () => { hands.unkept = false; }; // the work was closed
}
