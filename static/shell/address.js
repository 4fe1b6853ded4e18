// The address of what is shown, to pass on. Fetched when it is first copied.

/** Copy it, and say on `button` for a moment that it was. */
export async function copyAddress(button) {
  const before = button.textContent;
  await copy(location.href);
  button.textContent = button.dataset.done;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => (button.textContent = before), 2000);
}

/** Copy text also where the page is not served over https, and the clipboard interface is therefore missing. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
