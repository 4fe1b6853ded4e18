// Pointing at a commune, which all that show communes on a page share: who is pointed at tells the code, the others show it too.

const POINTED = "atlas:point";

/** `from` is pointed at, where it shows the commune `code`; null: no longer. */
export function tellPointed(from, code) {
  window.dispatchEvent(new CustomEvent(POINTED, { detail: { from, code } }));
}

/** Call `heard` with the code whenever others than `self` are pointed at, until the function is called that it gives back. */
export function hearPointed(self, heard) {
  const listener = ({ detail }) => detail.from !== self && heard(detail.code);
  window.addEventListener(POINTED, listener);
  return () => window.removeEventListener(POINTED, listener);
}
