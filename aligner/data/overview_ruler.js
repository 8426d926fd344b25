// A strip beside the text: a mark for each change and finding, and a frame around what is in sight.
// It receives positions and counts, and no document text.

const states = new WeakMap();

function drawMarks(state) {
  const drawn = [];
  for (const [kind, places] of Object.entries(state.data.marks)) {
    for (const place of places) {
      const mark = document.createElement("i");
      mark.className = kind;
      mark.style.insetBlockStart = `${place}%`;
      drawn.push(mark);
    }
  }
  state.root.replaceChildren(...drawn, state.sight);
}

// Index of the first row of the page that ends below a height.
function rowBelow(rows, height) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle].getBoundingClientRect().bottom > height) high = middle;
    else low = middle + 1;
  }
  return low;
}

function drawSight(state) {
  const rows = document.querySelectorAll(".aligner.app table.text > tbody > tr");
  const { total, first } = state.data;
  if (rows.length === 0 || total === 0) return;
  const from = first + rowBelow(rows, 0), to = first + Math.min(rowBelow(rows, innerHeight) + 1, rows.length);
  state.sight.style.insetBlockStart = `${(100 * from) / total}%`;
  state.sight.style.blockSize = `${(100 * (to - from)) / total}%`;
}

function clicked(event, state) {
  const { total } = state.data;
  const box = state.root.getBoundingClientRect();
  state.send("place", Math.min(total - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * total))));
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  let state = states.get(parentElement);
  if (state === undefined) {
    const root = document.createElement("div"), sight = document.createElement("b");
    parentElement.append(root);
    state = { root, sight, drawn: "" };
    root.addEventListener("click", (event) => clicked(event, state));
    let waiting = false;
    state.scrolled = () => {
      if (!root.isConnected) { // it went with the component
        document.removeEventListener("scroll", state.scrolled, { capture: true });
        return;
      }
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; drawSight(state); });
    };
    document.addEventListener("scroll", state.scrolled, { capture: true, passive: true });
    states.set(parentElement, state);
  }
  state.data = data;
  state.send = setTriggerValue;
  state.root.className = `aligner app ruler ${data.scheme}`;
  state.root.setAttribute("role", "img");
  state.root.setAttribute("aria-label", data.name);
  state.root.title = data.name;
  const now = JSON.stringify(data.marks);
  if (now !== state.drawn) drawMarks(state);
  state.drawn = now;
  setTimeout(state.scrolled, 300); // the rows may be drawn later
}
