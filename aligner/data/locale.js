// Sets the language and direction of the page for browsers and screen readers, and says when its server is
// gone or another one: Streamlit would ask about the internet.

const LOST = ".stApp:not([data-test-connection-state=CONNECTED])";
const PATIENCE = 3000; // milliseconds: a connection that comes back by itself is not worth a word

function look(state) {
  if (document.querySelector(LOST) === null) {
    clearTimeout(state.timer);
    state.shown?.remove();
    state.timer = state.shown = undefined;
  } else {
    state.timer ??= setTimeout(() => show(state), PATIENCE);
  }
}

function show(state) {
  const [box, text, button] = ["div", "p", "button"].map((name) => document.createElement(name));
  box.className = "gone";
  box.setAttribute("role", "alertdialog");
  box.dataset.reactAriaTopLayer = "true"; // otherwise, Streamlit's own dialog makes it inert
  text.textContent = state.texts.gone;
  button.textContent = state.texts.again;
  button.onclick = () => comeBack(button);
  box.append(text, button);
  document.body.append(box);
  state.shown = box;
  button.focus();
}

// Without a server, a reload would leave the browser's own error, from which nothing leads back.
async function comeBack(button) {
  button.disabled = true;
  try {
    await fetch("/_stcore/health", { cache: "no-store" });
    location.reload();
  } catch {
    setTimeout(() => { button.disabled = false; button.focus(); }, 500);
  }
}

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  document.documentElement.dir = data.dir;
  const state = (window.alignerConnection ??= {});
  state.texts = data;
  if (state.observer) return;
  state.observer = new MutationObserver(() => look(state));
  state.observer.observe(document.body, { attributeFilter: ["data-test-connection-state"], subtree: true });
  look(state);
}
