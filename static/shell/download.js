// A file that the server makes when it is asked for: saved under its name, or why it can't be had, beside the button.

export async function download(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  button.nextElementSibling?.matches("[role=alert]") && button.nextElementSibling.remove();
  try {
    const answer = await fetch(new URL(button.dataset.href, window.__streamlit?.BACKEND_BASE_URL ?? document.baseURI));
    if (answer.ok) save(await answer.blob(), button.dataset.name);
    else tell(button, await answer.text());
  } catch (error) {
    tell(button, error.message);
  }
  button.removeAttribute("aria-busy");
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function tell(button, text) {
  const said = Object.assign(document.createElement("span"), { textContent: text });
  said.setAttribute("role", "alert");
  button.after(said);
}
