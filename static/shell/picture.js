// Pictures of charts to take along. Fetched when the first one is asked for.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const [{ escape, wrapped }, { savePicture }] = await Promise.all([part("../commune_map/dom.js"), part("../picture_file.js")]);

/** Save the chart inside the block of key data-chart as a picture, with the lines of data-notes under it. */
export async function saveChart(button, format) {
  const plot = document.querySelector(`.st-key-${CSS.escape(button.dataset.chart)} .js-plotly-plot`);
  const layers = [...plot.querySelectorAll("svg.main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const { title, lines: notes, name } = JSON.parse(button.dataset.notes);
  const across = (text, font) => wrapped(text, `${font} "Be Vietnam Pro"`, width - 24);
  const titles = across(title, "600 18px");
  const lines = notes.flatMap((text) => across(text, "400 12px"));
  const top = 20 + 24 * titles.length;
  const total = height + top + 18 * lines.length + 16;
  const style = getComputedStyle(button);
  const ink = style.getPropertyValue("--atlas-text");
  const font = "font-family=\"'Be Vietnam Pro', sans-serif\"";
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">`,
    `<rect width="100%" height="100%" fill="${style.getPropertyValue("--atlas-card")}"/>`,
    ...titles.map((line, i) => `<text x="12" y="${28 + 24 * i}" ${font} font-size="18" font-weight="600" fill="${ink}">${escape(line)}</text>`),
    ...layers.map((layer) => {
      const copied = layer.cloneNode(true);
      copied.setAttribute("x", 0);
      copied.setAttribute("y", top);
      copied.setAttribute("width", width);
      copied.setAttribute("height", height);
      return new XMLSerializer().serializeToString(copied);
    }),
    ...lines.map((line, i) => `<text x="12" y="${height + top + 18 * (i + 1)}" ${font} font-size="12" fill="${ink}">${escape(line)}</text>`),
    "</svg>",
  ].join("");
  await savePicture(svg, { name, format, width, height: total });
}
