// How a picture reaches the reader: of the map and of charts alike.

/** Hand `svg` over as a file, drawn to twice its size for PNG. */
export async function savePicture(svg, { name, format, width, height }) {
  const drawn = new Blob([svg], { type: "image/svg+xml" });
  const blob = format === "png" ? await png(drawn, width, height) : drawn;
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.${format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function png(drawn, width, height) {
  const image = new Image();
  image.src = URL.createObjectURL(drawn);
  try {
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
