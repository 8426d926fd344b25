// A page of the source file as an image, with frames around the paragraphs of the chosen row.
// It receives the image and the places of the frames, and no document text.

const states = new WeakMap();

// The first frame a little below the top, or the top of the page if there is none; and past the margin.
function goToLit({ root, leaf, start }) {
  root.scrollLeft = start * leaf.offsetWidth;
  const lit = leaf.querySelector(".box");
  root.scrollTop = lit === null ? 0 : Math.max(0, lit.offsetTop - root.clientHeight / 4);
}

function draw(state, { png, name, lit, near, start, width }) {
  state.start = start;
  state.leaf.style.inlineSize = `${100 / width}%`;
  const picture = state.leaf.querySelector("img");
  picture.onload = () => goToLit(state);
  picture.src = `data:image/png;base64,${png}`;
  picture.alt = name;
  state.root.setAttribute("aria-label", name);
  const frames = lit.map((place) => {
    const frame = document.createElement("span");
    frame.className = near ? "box near" : "box lit";
    frame.style.cssText = place;
    return frame;
  });
  state.leaf.replaceChildren(picture, ...frames);
  goToLit(state);
}

export default function ({ parentElement, data }) {
  let state = states.get(parentElement);
  if (state === undefined) {
    const root = document.createElement("div"), leaf = document.createElement("div");
    root.tabIndex = 0; // it scrolls, also by keys
    root.setAttribute("role", "group");
    leaf.className = "leaf";
    leaf.append(document.createElement("img"));
    root.append(leaf);
    parentElement.append(root);
    state = { root, leaf, drawn: "" };
    states.set(parentElement, state);
  }
  state.root.className = `aligner app beside ${data.scheme}`;
  const now = JSON.stringify([data.name, data.lit, data.near]);
  if (now !== state.drawn) draw(state, data); // whoever scrolled the page reads on
  state.drawn = now;
}
