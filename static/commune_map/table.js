// The same as a table, for those who listen.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, put } = await part("dom.js");
const { number } = await part("numbers.js");
const { about, isOutside } = await part("message.js");

/** All values as a table; of a highlighted group its own only. */
export function drawTable(map) {
  const { words, geometry } = map;
  const head = words.columns.map((each) => `<th scope="col">${escape(each)}</th>`).join("");
  const rows = geometry.full.map((name, i) => {
    if (isOutside(map.data, i)) return "";
    const said = about(map, i);
    const cells = said.reason
      ? `<td>${escape(said.reason)}</td><td></td><td></td><td></td>`
      : `<td>${escape(said.value)}</td><td>${escape(said.fraction)}</td><td>${escape(said.interval)}</td>` +
        `<td>${said.need == null ? "" : number(said.need, map.data.lang)}</td>`;
    return `<tr><th scope="row">${escape(name)}</th>${cells}</tr>`;
  });
  put(
    map.tableBox,
    `<table><caption>${escape(map.data.title)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`,
  );
}
