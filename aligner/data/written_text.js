// A field for the words of a paragraph, which reports what is typed once the typing pauses, so that the
// checks follow. Terms of the glossary are put in at the caret. Texts are set as text, never as markup.

const PAUSE = 400; // milliseconds

const states = new WeakMap();

function report(state) {
  clearTimeout(state.timer);
  if (state.sent !== state.field.value) state.send("text", { text: (state.sent = state.field.value), for: state.data.for });
}

function put(state, term) {
  const { field } = state;
  field.setRangeText(term, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  report(state);
}

function terms(state) {
  const buttons = state.data.terms.map(({ shown, term }) => {
    const made = document.createElement("button");
    made.type = "button";
    made.append(shown);
    made.addEventListener("click", () => put(state, term));
    return made;
  });
  state.terms.replaceChildren(...buttons);
}

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let state = states.get(parentElement);
  if (state === undefined) {
    const field = document.createElement("textarea"), list = document.createElement("div");
    field.rows = 4;
    list.className = "terms";
    parentElement.append(field, list);
    state = { field, terms: list, sent: undefined, start: undefined };
    field.addEventListener("input", () => {
      clearTimeout(state.timer);
      state.timer = setTimeout(report, PAUSE, state);
    });
    field.addEventListener("blur", () => report(state));
    states.set(parentElement, state);
  }
  state.data = data;
  state.send = setStateValue;
  parentElement.className = `aligner app written-text ${data.scheme}`;
  state.field.lang = data.language;
  state.field.dir = data.direction;
  state.field.setAttribute("aria-label", data.name);
  if (state.start !== data.start) {
    state.start = data.start;
    state.field.value = state.sent = data.text;
  }
  terms(state);
}
