// Sets the language and direction of the page for browsers and screen readers.

export default function (component) {
  document.documentElement.lang = component.data.lang;
  document.documentElement.dir = component.data.dir;
}
