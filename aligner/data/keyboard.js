// Keyboard shortcuts, clicks on rows and scrolling to a row, which Streamlit does not offer.
// There is one listener per window: Streamlit may remount the component at any time, and only
// its latest data count. Nothing here reads document text or makes any: rows are moved as they are.

// Switches and sliders take no letters: shortcuts still work while one has the focus.
const INTO = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true], [role=combobox], [role=listbox], [role=dialog]";

// A grid of cells has the focus on its canvas, and the field of a cell beside the page: every key is its own.
const GRID = ".stDataFrame, #portal";

const PANEL = ".st-key-panel :is(button:enabled, input)";
const FIELDS = {
  search: "[class*=st-key-desk-query] input",
  columns: "[class*=st-key-desk-languages] input",
  panel: PANEL,
  dismiss: "[role=dialog] .stForm input",
};

const PATIENCE = 3000; // milliseconds until a message counts as lost
const LINES = 120; // pixels of a row that show what it says
const CUT = ".aligner .window:is(.earlier, .further)"; // not all rows are drawn

function typing(target) {
  return target instanceof Element && target.closest(INTO) !== null;
}

// The letter at this place of a Latin keyboard, for those that type another script.
function latin(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter === undefined || event.key.length !== 1 || event.key < "\u0080") return undefined;
  return event.shiftKey ? letter : letter.toLowerCase();
}

// Whether the focus is at the chosen row, also after the row was drawn anew and lost it.
function fromRow(state) {
  const focused = document.activeElement;
  return state.atRow && (focused === document.body || focused.closest("tr.here") !== null);
}

// The keys by which every editor saves: the browser would save the page instead.
function keeps(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyS";
}

function prints(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyP";
}

// Only what is drawn is printed: have all rows drawn first, and the usual ones again afterwards.
function printAll(state) {
  if (!state.open || document.querySelector(CUT) === null) { state.print(); return; }
  state.printing = true;
  send(state, { action: "print" });
}

function printDrawn(state) {
  if (!state.printing || document.querySelector(".aligner .window") === null || document.querySelector(CUT) !== null) return;
  state.printing = false;
  window.addEventListener("afterprint", () => send(state, { action: "printed" }), { once: true });
  setTimeout(() => state.print(), 100); // the browser lays the rows out
}

function keyed(event, state) {
  if (keeps(event) && state.open) {
    event.preventDefault();
    event.stopPropagation();
    if (event.target.closest?.("[role=dialog]") === null && !event.repeat) send(state, { action: "save" });
    return;
  }
  if (prints(event) && state.open && document.querySelector(CUT) !== null) {
    event.preventDefault();
    event.stopPropagation();
    print();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("[data-testid=stDialog]") !== null || event.target.closest?.(GRID)) return;
  if (event.key === "Tab" && !event.shiftKey && fromRow(state)) {
    if (focusOn(PANEL)) { event.preventDefault(); event.stopPropagation(); }
    return;
  }
  const leaving = event.key === "Escape";
  if (typing(event.target) && !leaving) return;
  const action = state.keys[event.key] ?? state.keys[latin(event)];
  if (action === undefined) return;
  if (leaving && typing(event.target)) { event.target.blur(); return; }
  event.preventDefault();
  event.stopPropagation();
  if (action === "dismiss") send(state, { action }); // which opens the dialog with the field
  if (FIELDS[action] !== undefined) { focusOn(FIELDS[action]); return; }
  // A key held down repeats faster than the page updates; repeats must not queue up.
  if (event.repeat && state.waiting.length > 0) return;
  const place = AT_CARET.includes(action) ? placeOf(state) : {};
  if (action === "divide") divideInView(state, place);
  send(state, { action, ...place });
}

// The actions that are about the place of the caret.
const AT_CARET = ["split", "divide", "join"];

// What a paragraph shows beside its text in the newest draft.
const NO_TEXT = "del, sup, .vh, .label, .was, .aside";

// How many characters of a paragraph are before a place in it, spaces apart.
function lettersBefore(block, node, offset) {
  const range = document.createRange();
  range.setStart(block, 0);
  range.setEnd(node, offset);
  const part = range.cloneContents();
  for (const each of part.querySelectorAll(NO_TEXT)) each.remove();
  return [...part.textContent.replace(/\s/g, "")].length;
}

// The place of the caret, or of the last click in the chosen row: choosing a row draws it anew, without the caret.
function placeOf(state) {
  const now = caret();
  const found = now.row === undefined && state.caret?.row === state.here ? state.caret : now;
  state.caret = undefined;
  return found;
}

// Row, column, paragraph and letters before the caret, or before the beginning of a selection in the text.
function caret() {
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  const block = (node instanceof Element ? node : node?.parentElement)?.closest(".aligner table.text .block");
  const row = block?.closest("tr[id]");
  if (!row || row.closest("table.text") === null) return {};
  const cell = [...row.cells].find((each) => each.contains(block));
  return {
    row: Number(row.id.slice(1)),
    column: cell.cellIndex - 1, // the first cell is the row's place
    block: [...cell.querySelectorAll(".block")].indexOf(block),
    letters: lettersBefore(block, node, selection.anchorOffset),
  };
}

// The text node and offset of the word with a place in a paragraph, or of the sign there where words are not spaced.
function wordAt(block, letters) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(NO_TEXT)) continue;
    let at = 0;
    for (const sign of node.data) {
      if (sign.trim() !== "" && letters-- === 0) {
        const spaced = node.data.slice(0, at).search(/\s\S*$/);
        return { node, at: spaced < 0 ? at : spaced + 1 };
      }
      at += sign.length;
    }
  }
  return null;
}

// Divide a paragraph of the chosen row in view until the page's answer draws that row anew.
function divideInView(state, { row, column, block, letters }) {
  const { copy } = state.placedRow ?? {};
  if (!copy?.isConnected || copy.id !== `r${row}`) return;
  const above = copy.cells[column + 1]?.querySelectorAll(".block")[block];
  const word = above && letters > 0 ? wordAt(above, letters) : null;
  if (word === null) return;
  const rest = document.createRange(), below = above.cloneNode(false);
  rest.setStart(word.node, word.at);
  rest.setEndAfter(above.lastChild);
  below.append(rest.extractContents());
  above.after(below);
  state.divided = below;
}

// A paragraph that was not divided after all, since the row was not drawn anew, is put together again.
function putBack(state) {
  if (!state.divided?.isConnected) return;
  takeChosenOut(state);
  placeChosen(state);
}

// Streamlit keeps one message per component, and a newer one replaces it. So each is sent once the
// one before is done; its number prevents duplicates, and a lost one is sent again.
function send(state, message) {
  state.placed = inWindow(document.querySelector(".aligner table.text tr.here"));
  state.last = Math.max(state.last + 1, Date.now());
  state.waiting.push({ id: state.last, ...message });
  next(state);
}

function next(state) {
  const first = state.waiting[0];
  if (first === undefined || (state.sent === first.id && isUnderWay(state))) return;
  state.sent = first.id;
  state.at = Date.now();
  state.send("act", first);
  lookAgain(state);
}

// A lost message leaves the page as it is, so no drawing would lead here again.
function lookAgain(state) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => {
    if (state.open) next(state);
    if (state.waiting.length > 0 && isDrawing()) lookAgain(state);
  }, PATIENCE + 100);
}

// A repeated message has the page drawn once more, which closes a dialog that the first one opened.
function isUnderWay(state) {
  return isDrawing() || Date.now() - state.at < PATIENCE;
}

function isDrawing() {
  return document.querySelector(".stApp[data-test-script-state=running]") !== null;
}

function clicked(event, state) {
  const target = event.target;
  if (!(target instanceof Element) || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target.closest(".aligner a[href^='#r']");
  if (link !== null && /^#r\d+$/.test(link.getAttribute("href"))) {
    event.preventDefault();
    send(state, { action: "row", row: Number(link.getAttribute("href").slice(2)) });
    return;
  }
  if (target.closest(".st-key-summary-copy button")) {
    copy(document.querySelector(".aligner .one-page"));
    return;
  }
  if (target.closest(".st-key-panel-more") && inWindow(document.querySelector(".aligner table.text tr.here"))) {
    state.acted = false;
    stayAt(state, state.here, state.visit, 30);
    return;
  }
  if (target.closest("a, button, summary, details") || String(document.getSelection())) return;
  state.caret = caret();
  const row = target.closest(".aligner table.text tbody tr");
  if (row === null) return;
  const cell = target.closest("td");
  const language = cell?.lang || cell?.querySelector("[lang]")?.lang;
  const number = Number(row.id.slice(1));
  state.clicked = { number, top: row.getBoundingClientRect().top };
  send(state, { action: "row", row: number, language });
}

// As a person would: select it, with its table, and copy.
function copy(part) {
  const selection = document.getSelection(), range = document.createRange();
  range.selectNodeContents(part);
  selection.removeAllRanges();
  selection.addRange(range);
  document.execCommand("copy");
  selection.removeAllRanges();
}

// After a choice from a list by pointer, drop the focus: a letter would open the list again.
function chosen(event) {
  if (!(event.target instanceof Element) || event.target.closest("[role=option]") === null) return;
  setTimeout(() => {
    const field = document.activeElement;
    if (field?.matches("[role=combobox][aria-expanded=false]")) field.blur();
  }, 100);
}

function focusOn(selector, tries = 20) {
  const found = document.querySelector(selector);
  if (found === null && [FIELDS.columns, FIELDS.dismiss].includes(selector) && tries > 0) { // not drawn yet
    if (tries === 20 && selector === FIELDS.columns) document.querySelector(".st-key-columns button")?.click();
    setTimeout(() => focusOn(selector, tries - 1), 100);
    return true;
  }
  if (!(found instanceof HTMLElement)) return false;
  found.focus();
  if (found.select) found.select();
  return true;
}

// Scroll the page, and nothing around it, which scrollIntoView moves too where the page ends: the toolbar
// would leave the window, and the end of the page would stand in its middle. With `nearest`, scroll only as
// far as needed.
function bring(element, nearest = false) {
  const main = element.closest(".stMain"), style = getComputedStyle(element), box = element.getBoundingClientRect();
  const above = box.top - parseFloat(style.scrollMarginTop) - main.getBoundingClientRect().top;
  const below = box.bottom + parseFloat(style.scrollMarginBottom) - main.getBoundingClientRect().bottom;
  main.scrollBy(0, !nearest || above < 0 ? above : Math.max(0, Math.min(above, below))); // not smoothly: it is redrawn
}

function inWindow(row) {
  const box = row?.getBoundingClientRect();
  return box !== undefined && box.bottom >= 0 && box.top <= innerHeight;
}

// Whether the panel, which may have grown, covers the beginning of a row.
function isCovered(row) {
  const panel = document.querySelector(".st-key-panel");
  const { top, height } = row.getBoundingClientRect();
  return panel !== null && top + Math.min(height, 48) > panel.getBoundingClientRect().top;
}

// Whether the beginning of a row is below the heading and above the panel.
function inSight(row) {
  const heading = document.querySelector(".aligner.app table.text > thead")?.getBoundingClientRect().bottom ?? 0;
  return row.getBoundingClientRect().top >= heading - 1 && inWindow(row) && !isCovered(row);
}

// The list of amendments in the toolbar is completed once someone turns to it.
function completeList(event, state) {
  if (!state.cutList || event.target.closest(".st-key-text-entry") === null) return;
  state.cutList = false;
  send(state, { action: "list" });
}

// The row may be drawn later, and the panel after it: wait for both, unless another row is chosen meanwhile.
function goTo(state, number, visit, patience) {
  if (state.visit !== visit) return;
  const row = document.querySelector(`.aligner table.text tr#r${number}.here`);
  const clicked = state.clicked?.number === number ? state.clicked : null;
  if (row === null || (clicked && document.querySelector(".st-key-panel") === null)) {
    if (patience > 0) setTimeout(() => goTo(state, number, visit, patience - 1), 50);
    return;
  }
  measure();
  state.clicked = null;
  focusRow(state, row);
  // Streamlit replaces the text, and the page is too short for its place until the new text is there.
  if (clicked) row.closest(".stMain")?.scrollBy(0, row.getBoundingClientRect().top - clicked.top);
  if (clicked && inSight(row)) return;
  bring(row);
  // The words a finding concerns may be far down a long paragraph.
  const flagged = row.querySelector("mark.flagged");
  if (flagged) bring(flagged, true);
  stayAt(state, number, visit, 30);
}

// A page drawn anew while it is read may be short for a moment, which scrolls it up. Return to the row if
// it left the window, or if the panel grew over it, as long as the user does nothing.
function stayAt(state, number, visit, patience) {
  if (state.visit !== visit || state.acted || patience === 0) return;
  const row = document.querySelector(`.aligner table.text tr#r${number}.here`);
  if (row !== null && (!inWindow(row) || isCovered(row))) bring(row);
  setTimeout(() => stayAt(state, number, visit, patience - 1), 100);
}

// The focus follows the row, unless someone types or works in the panel.
function focusRow(state, row) {
  const focused = document.activeElement;
  if (typing(focused) || focused?.closest(".st-key-panel")) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  state.atRow = true;
}

// Streamlit reruns the page after Back and Forward, but does not say where they lead.
function travelled(state) {
  send(state, { action: "address", search: location.search });
}

// Whether the page drawn after Back or Forward has another tab than the address. The server's script had
// opened that tab, and was ended before it said so: the next one believed the page, which had the old tab.
function isElsewhere(search, tab) {
  return search === location.search && tab !== `part.${new URLSearchParams(search).get("tab") ?? "text"}`;
}

// A row's number changes with the links above it: correct the address without a step in the history.
// While a message waits, the page may be older than the address.
function agree(state, here) {
  if (state.waiting.length > 0) return;
  const address = new URL(location.href), row = here === null ? null : String(here);
  if (address.searchParams.get("row") === row) return;
  if (row === null) address.searchParams.delete("row");
  else address.searchParams.set("row", row);
  history.replaceState(history.state, "", address);
}

// Rows are drawn as they come near: ask for those before the first or after the last one drawn.
function scrolled(state) {
  const drawn = document.querySelector(".aligner .window");
  const rows = drawn?.querySelectorAll("table.text > tbody > tr") ?? [];
  if (rows.length === 0 || !state.acted || state.edge || state.waiting.length > 0) return;
  const ahead = 1.5 * innerHeight;
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const further = drawn.matches(".further") && last.getBoundingClientRect().bottom < innerHeight + ahead;
  const earlier = drawn.matches(".earlier") && first.getBoundingClientRect().top > -ahead;
  if (!further && !earlier) return;
  state.edge = { drawn: `${first.id} ${last.id}` };
  send(state, { action: further ? "further" : "earlier" });
  state.placed = false; // the reader has left the chosen row
  keepPlace(state);
}

// The text is replaced as a whole: once it is, scroll so that the row read stays where it was.
function keepPlace(state) {
  const rows = document.querySelectorAll(".aligner .window table.text > tbody > tr");
  const ends = rows.length === 0 ? "" : `${rows[0].id} ${rows[rows.length - 1].id}`;
  if (ends === state.edge.drawn) {
    const anchor = [...rows].find((row) => row.getBoundingClientRect().bottom > 0);
    if (anchor) state.edge.anchor = { id: anchor.id, top: anchor.getBoundingClientRect().top };
  } else if (ends !== "") {
    const { anchor } = state.edge;
    const row = anchor && document.querySelector(`.aligner table.text tr#${anchor.id}`);
    if (row) row.closest(".stMain")?.scrollBy(0, row.getBoundingClientRect().top - anchor.top);
    state.edge = null;
    return;
  }
  if (state.waiting.length > 0) state.edge.until = Date.now() + 2 * PATIENCE; // the answer may take long
  if (Date.now() > state.edge.until) state.edge = null;
  else requestAnimationFrame(() => keepPlace(state));
}

// The text stays as it was drawn, and what has changed since is drawn apart: rows of which only the heading
// is another, new rows, and what is left of the others. Both name the text they belong to, since Streamlit
// may draw either of them first.
function applyChanges(state) {
  const drawn = document.querySelector(".aligner .window");
  const body = drawn?.querySelector("table.text > tbody");
  if (!body) return;
  if (state.text?.body !== body) state.text = { body, rows: [...body.rows], changes: null, headed: [] };
  const { text } = state;
  const changes = document.querySelector(`.aligner template.changes[data-text="${drawn.dataset.text}"]`);
  if (changes === null || changes === text.changes) return;
  takeChosenOut(state);
  for (const { row, like, heading } of text.headed) setHeading(row, like, heading);
  text.headed = [];
  text.changes = changes;
  const parts = [...changes.content.children];
  const rows = parts.length === 0 ? text.rows : parts.flatMap((part) => changedRows(part, text));
  const staying = new Set(rows);
  for (const row of [...body.rows]) if (!staying.has(row)) row.remove();
  rows.forEach((row, place) => { if (body.rows[place] !== row) body.insertBefore(row, body.rows[place] ?? null); });
}

// The rows that a part of the changes stands for; see `text_tab.py`.
function changedRows(part, text) {
  const { rows, cells } = part.dataset;
  if (rows !== undefined) return text.rows.slice(...rows.split(" ").map(Number));
  if (cells === undefined) return [part.cloneNode(true)];
  const row = text.rows[Number(cells)];
  text.headed.push({ row, like: row.cloneNode(false), heading: row.cells[0] });
  setHeading(row, part, part.cells[0].cloneNode(true));
  return [row];
}

function setHeading(row, like, heading) {
  row.id = like.id;
  if (like.className) row.className = like.className;
  else row.removeAttribute("class");
  row.cells[0].replaceWith(heading);
}

// The chosen row is drawn apart from the text, so that the text stays as it is. Put it into its place, and
// put the row that stood there back when another is chosen.
function placeChosen(state) {
  const template = document.querySelector(".aligner template.chosen");
  const drawn = template?.content.querySelector("tr");
  const text = document.querySelector(".aligner .window table.text");
  const { copy, of } = state.placedRow ?? {};
  if (copy?.isConnected && of === drawn && copy.id === drawn.id) return;
  takeChosenOut(state);
  const stood = drawn && text?.querySelector(`tbody > tr#${drawn.id}`);
  if (!stood) return;
  state.placedRow = { copy: drawn.cloneNode(true), of: drawn, stood };
  stood.replaceWith(state.placedRow.copy);
  // The row that was redrawn had the focus: without it, a screen reader begins at the head of the page.
  if (state.atRow && document.activeElement === document.body) focusRow(state, state.placedRow.copy);
}

function takeChosenOut(state) {
  const { copy, stood } = state.placedRow ?? {};
  if (copy?.isConnected) copy.replaceWith(stood);
  state.placedRow = null;
}

// Heights of what stays above the text: the style sheet offsets rows by them.
const sizes = new ResizeObserver(() => measure());

function measure() {
  for (const [name, selector] of [["--heading", ".aligner.app table.text > thead"], ["--answer", ".st-key-verdict"], ["--tools", ".st-key-toolbar"]]) {
    const part = document.querySelector(selector);
    if (part?.offsetHeight) document.documentElement.style.setProperty(name, `${part.offsetHeight}px`);
    if (part) sizes.observe(part); // its lines may break later
  }
}

// Show a tab from the top, wherever the page was scrolled to; likewise a project that was just opened, but as
// far down as its first amendment is in sight; on a phone, where nothing stays above the text, not at all.
// It may be drawn a little later.
function goToHead(first = null, patience = 60) {
  const main = document.querySelector(".stMain"), row = document.querySelector(`.aligner .window tr#r${first}`);
  main?.scrollTo(0, 0);
  if (row === null && first !== null && patience > 0 && !window.alignerKeyboard.acted) setTimeout(() => goToHead(first, patience - 1), 50);
  const { top, height } = row?.getBoundingClientRect() ?? { top: 0, height: 0 };
  const below = top + Math.min(height, LINES) - innerHeight;
  if (below > 0 && innerWidth > 480) main.scrollTo(0, below + 100);
}

function goToTop() {
  measure();
  const table = document.querySelector(".aligner table.text");
  if (table !== null && table.getBoundingClientRect().top < 0) bring(table);
}

// The page's answer to the messages is drawn with the text, which may be drawn without the component.
function hear(state) {
  const answer = document.querySelector(".aligner template.answer");
  if (answer === null || answer === state.answer) return;
  state.answer = answer;
  measure();
  const { first, here, visit, opened, done, tab, cut_list: cutList } = JSON.parse(answer.dataset.state);
  const turned = state.tab !== undefined && state.tab !== tab;
  state.tab = tab;
  state.cutList = cutList;
  state.here = here;
  const waited = state.waiting.length, followed = state.waiting.find((each) => each.action === "address" && each.id <= done);
  state.waiting = state.waiting.filter((each) => each.id > done);
  if (followed && !followed.again && isElsewhere(followed.search, tab)) send(state, { action: "address", search: followed.search, again: true });
  if (state.waiting.length === 0 && state.divided?.isConnected) setTimeout(putBack, 500, state);
  next(state);
  const isNew = visit !== state.visit;
  const redrawn = !isNew && state.waiting.length < waited;
  state.visit = visit;
  if (isNew) {
    state.acted = false;
    if (here !== null) goTo(state, here, visit, 600); // loading the model may take long
    else if (visit === opened) goToHead(first);
    else goToTop();
  } else if (turned) {
    const toRow = tab === "part.text" && here !== null;
    state.acted = !toRow; // the row last gone to stays in sight no longer
    if (toRow) goTo(state, here, visit, 600);
    else goToHead();
  } else if (redrawn && here !== null && state.placed) {
    state.acted = false;
    stayAt(state, here, visit, 30);
  }
  agree(state, here);
}

// The text and what belongs to it may be drawn in any order.
function look(state) {
  applyChanges(state);
  placeChosen(state);
  hear(state);
  printDrawn(state);
}

export default function (component) {
  const state = (window.alignerKeyboard ??= { visit: null, waiting: [], last: 0 });
  state.send = component.setTriggerValue;
  state.keys = component.data.keys;
  if (!state.listening) {
    state.listening = true;
    state.print = window.print.bind(window);
    window.print = () => printAll(state);
    new MutationObserver(() => look(state)).observe(document.body, { childList: true, subtree: true });
    document.addEventListener("keydown", (event) => keyed(event, state), true);
    document.addEventListener("click", (event) => clicked(event, state), true);
    document.addEventListener("pointerup", chosen, true);
    for (const name of ["keydown", "pointerdown", "wheel", "touchmove"]) {
      document.addEventListener(name, () => { state.acted = true; }, { capture: true, passive: true });
    }
    document.addEventListener("scroll", () => scrolled(state), { capture: true, passive: true });
    window.addEventListener("resize", measure);
    document.addEventListener("focusin", (event) => { state.atRow = event.target.closest("tr.here") !== null; completeList(event, state); });
    window.addEventListener("popstate", () => { if (state.open) travelled(state); });
    window.addEventListener("beforeunload", (event) => { if (state.atRisk) event.preventDefault(); });
  }
  state.atRisk = component.data.at_risk;
  state.open = true;
  look(state); // at what was drawn before anyone listened
  const drawing = state.drawing = {};
  return () => { // the project was closed, unless Streamlit ends a drawing that a newer one has followed
    if (state.drawing !== drawing) return;
    state.atRisk = state.open = false;
    state.tab = undefined;
  };
}
