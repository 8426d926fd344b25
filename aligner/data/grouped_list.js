// A list in groups: lines are buttons, with a tick box before each on request. All texts are set
// as text, so nothing in a document can become markup. What is ticked, and how far the list is
// scrolled, are kept here, since Streamlit draws the component anew after every click. Of thousands of
// lines, those that fill the window are drawn at once, and the others in pieces, so that the page answers
// meanwhile.

const states = new WeakMap();

const AT_ONCE = 60; // lines
const PIECE = 150; // lines

function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== "" && value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function passage({ parts, language, direction }) {
  const nested = (names, text) => names.reduceRight((inside, name) => element(name, {}, [inside]), text);
  const runs = parts.map(([names, text]) => nested(names.split(" ").filter(Boolean), text));
  return element("span", { class: "passage", lang: language, dir: direction }, runs);
}

function report(state) {
  state.send("ticked", [...state.ticked]);
}

function box(state, ids, name) {
  const made = element("input", { type: "checkbox", "aria-label": name });
  const count = ids.filter((id) => state.ticked.has(id)).length;
  made.checked = count === ids.length && count > 0;
  made.indeterminate = count > 0 && count < ids.length;
  made.addEventListener("change", () => {
    for (const id of ids) made.checked ? state.ticked.add(id) : state.ticked.delete(id);
    report(state);
    draw(state);
  });
  made.dataset.ids = ids.join(" ");
  return made;
}

function sign(kind, shown, name) {
  const said = name === "" ? {} : { role: "img", "aria-label": name, title: name };
  return element("span", { class: `cell ${kind}`, ...said }, [shown]);
}

function line(state, each) {
  const badges = each.badges.map(([kind, text]) => element("span", { class: `badge ${kind}` }, [text]));
  const note = each.note === "" ? [] : [element("span", { class: "note" }, [each.note])];
  const chosen = each.id === state.data.chosen;
  const button = element("button", { type: "button", "aria-current": chosen ? "true" : "" }, [
    element("span", { class: "badges" }, [...badges, ...note]),
    element("span", { class: "passages" }, each.passages.map(passage)),
    ...each.cells.map((cell) => sign(...cell)),
  ]);
  button.dataset.id = each.id;
  button.addEventListener("click", () => state.choose("choose", each.id));
  const tick = state.data.ticks ? [box(state, [each.id], each.name)] : [];
  const kinds = [chosen ? "here" : "", each.cells.length > 0 ? "cells" : ""];
  return element("li", { class: kinds.join(" ").trim() }, [...tick, button]);
}

function group(state, each) {
  const ids = each.lines.map((one) => one.id);
  const tick = state.data.ticks && ids.length > 1 ? [box(state, ids, each.title)] : [];
  const heads = each.lines.some((one) => one.cells.length > 0) ? state.data.heads : [];
  const head = element("div", { class: heads.length > 0 ? "head cells" : "head" }, [
    ...tick,
    element("h2", { dir: "auto" }, [each.title]),
    ...heads.map(([shown, name]) => sign("", shown, name)),
  ]);
  return element("section", {}, [head, element("ul")]);
}

// Draw some of the lines not drawn yet; return whether there are more.
function add(state, lines, count) {
  for (const [list, each] of lines.splice(0, count)) list.append(line(state, each));
  return lines.length > 0;
}

function addLater(state, lines) {
  setTimeout(() => {
    if (state.lines === lines && state.root.isConnected && add(state, lines, PIECE)) addLater(state, lines);
  }, 20);
}

function draw(state) {
  const { data, root } = state;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset : {};
  const top = root.scrollTop;
  const ids = data.groups.flatMap((each) => each.lines.map((one) => one.id));
  const head = data.ticks && ids.length > 1
    ? [element("label", { class: "every" }, [box(state, ids, data.all), data.all])]
    : [];
  root.className = `aligner app grouped-list ${data.scheme}`;
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", data.name);
  root.style.setProperty("--columns", data.heads.length);
  const sections = data.groups.map((each) => group(state, each));
  root.replaceChildren(...head, ...sections);
  const lists = sections.map((each) => each.lastChild);
  const lines = data.groups.flatMap((each, place) => each.lines.map((one) => [lists[place], one]));
  const reached = lines.findIndex(([, each]) => each.id === data.chosen) + AT_ONCE;
  state.lines = lines;
  if (add(state, lines, top > 0 || focused.id ? lines.length : reached)) addLater(state, lines);
  root.scrollTop = top;
  const again = [...root.querySelectorAll("button, input")].find(
    (each) => (focused.id && each.dataset.id === focused.id) || (focused.ids && each.dataset.ids === focused.ids)
  );
  again?.focus({ preventScroll: true });
}

function scrollTo(pane, found) {
  const above = found.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  const heading = pane.querySelector(".head, thead")?.offsetHeight ?? 0;
  if (above < heading || above + Math.min(found.offsetHeight, pane.clientHeight / 2) > pane.clientHeight) {
    pane.scrollTop += above - heading;
  }
}

// Bring the chosen line into view, and its row in the text beside the list, which may be drawn later.
function reveal(state, patience) {
  const line = state.root.querySelector("li.here");
  if (line !== null) scrollTo(state.root, line);
  if (state.data.row === null) return;
  const row = document.querySelector(`.st-key-pane tr#r${state.data.row}.here`);
  if (row !== null) scrollTo(row.closest(".st-key-pane"), row);
  else if (patience > 0) setTimeout(() => reveal(state, patience - 1), 50);
}

// Up and Down go from line to line.
function keyed(event, root) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.target.type === "checkbox") return;
  const lines = [...root.querySelectorAll("li > button")];
  const next = lines[lines.indexOf(event.target) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

export default function (component) {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  let state = states.get(parentElement);
  if (state === undefined) {
    const root = element("div", { tabindex: "-1" });
    parentElement.append(root);
    state = { root, ticked: new Set(), drawn: "" };
    root.addEventListener("keydown", (event) => keyed(event, root));
    states.set(parentElement, state);
  }
  state.data = data;
  state.send = setStateValue;
  state.choose = setTriggerValue;
  const present = new Set(data.groups.flatMap((each) => each.lines.map((one) => one.id)));
  const gone = [...state.ticked].filter((id) => !present.has(id));
  for (const id of gone) state.ticked.delete(id);
  const now = JSON.stringify(data);
  if (now !== state.drawn) draw(state);
  const moved = data.chosen !== state.chosen || data.row !== state.row;
  if (moved) requestAnimationFrame(() => reveal(state, 60));
  [state.drawn, state.chosen, state.row] = [now, data.chosen, data.row];
  if (gone.length > 0) report(state);
}
