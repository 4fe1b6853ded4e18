// Rows of communes: one that is pointed at shows on the maps of the page, and a commune that is pointed at on a map shows in its row.

const { hearPointed, tellPointed } = await import(new URL("../commune_map/pointing.js" + new URL(import.meta.url).search, import.meta.url));

const ID = "rank-";

/** Let the rows of the sheet tell where they are pointed at, and hear what others tell. */
export function sharePointing(self) {
  const { root } = self;
  let told = null;
  const tell = (row) => {
    const code = row?.id.slice(ID.length) ?? null;
    if (code === told) return;
    told = code;
    tellPointed(self, code);
  };
  const rowOf = (target) => target.closest(`tr[id^=${ID}]`);
  root.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && tell(rowOf(target)));
  root.addEventListener("pointerleave", () => tell(null));
  root.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && tell(rowOf(target)));
  root.addEventListener("focusout", () => tell(null));
  const stop = hearPointed(self, (code) => (root.isConnected ? show(root, code) : stop()));
}

function show(root, code) {
  for (const row of root.querySelectorAll("tr.pointed")) row.classList.remove("pointed");
  const row = code && root.querySelector(`#${CSS.escape(ID + code)}`);
  if (!row) return;
  row.classList.add("pointed");
  reveal(row, row.closest(".tall"));
}

/** Scroll `box`, and nothing else, so that its head and foot don't cover `row`. */
function reveal(row, box) {
  if (!box) return;
  const height = (name) => box.querySelector(name)?.offsetHeight ?? 0;
  const least = row.offsetTop + row.offsetHeight + height("tfoot") - box.clientHeight;
  box.scrollTop = Math.min(Math.max(box.scrollTop, least), row.offsetTop - height("thead"));
}
