// HTML written by the server, if there is much of it: Streamlit cleans what it shows, too, but takes most of
// the time of a page of the text for that. Here, only what the text is made of comes in, even if words of a
// document were ever taken for markup.

const ELEMENTS = new Set([
  "a", "abbr", "b", "bdi", "br", "caption", "del", "div", "em", "i", "ins", "mark", "p", "small", "span", "strong",
  "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u",
]);
const ATTRIBUTES = new Set([
  "aria-hidden", "aria-label", "class", "colspan", "data-column", "data-text", "data-type", "data-words", "dir",
  "href", "id", "lang", "role", "rowspan", "scope", "style", "title", "translate",
]);
const VALUES = { href: /^#/, style: /^--columns:\d+$/ };

const shown = new WeakMap();

// A document that was only parsed is inert: nothing in it runs or is fetched.
function cleaned(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const each of body.querySelectorAll("*")) {
    if (!ELEMENTS.has(each.localName)) {
      each.remove();
      continue;
    }
    for (const { name, value } of [...each.attributes]) {
      if (!ATTRIBUTES.has(name) || VALUES[name]?.test(value) === false) each.removeAttribute(name);
    }
  }
  return body.childNodes;
}

export default function (component) {
  const { parentElement, data } = component;
  if (shown.get(parentElement) === data.html) return;
  shown.set(parentElement, data.html);
  parentElement.replaceChildren(...cleaned(data.html));
}
