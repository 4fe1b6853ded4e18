"""JavaScript that looks into shadow roots: what stands in a page, wherever it was made."""

DEEP = """
const app = () => document.querySelector("[data-testid=stApp]");
const inside = (node) => [...(node.shadowRoot?.children ?? []), ...node.children];
const all = (node, found = []) => {
  for (const each of inside(node)) {
    found.push(each);
    all(each, found);
  }
  return found;
};
const isShown = (node) => {
  const { width, height } = node.getBoundingClientRect();
  return width > 1 && height > 1 && node.checkVisibility({ visibilityProperty: true });
};
// The host of our component in `place` that hears keys.
const hearing = (place) => {
  const hosts = [...document.querySelectorAll(place)].flatMap((node) => [node, ...all(node)]);
  return hosts.flatMap((node) => [node, node.shadowRoot]).find((node) => node?.listener);
};
"""
"""Functions app, all (every element inside of one), isShown, hearing: to stand at the beginning of a function's body."""
