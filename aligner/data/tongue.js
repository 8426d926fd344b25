// The language of the page and the way it runs, where browsers and screen readers look for them.

export default function (component) {
  document.documentElement.lang = component.data.lang;
  document.documentElement.dir = component.data.dir;
}
