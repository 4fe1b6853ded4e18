// Where on the stage communes are drawn and where there is free room, as a sheet of squares that can be asked fast.

const SQUARE = 2; // px: fine enough for letters, a quarter of the work of single pixels

/** {covered(box), length(from, to)}: whether a box {x0, y0, x1, y1} touches a commune; pixels of a line that run over communes. */
export function landOf(map) {
  const columns = Math.ceil(map.width / SQUARE) + 1;
  const rows = Math.ceil(map.height / SQUARE) + 1;
  const pen = new OffscreenCanvas(columns, rows).getContext("2d", { willReadFrequently: true });
  const [ox, oy] = map.origin;
  const scale = map.scale / SQUARE;
  pen.setTransform(scale, 0, 0, scale, ox / SQUARE, oy / SQUARE);
  pen.fill(new Path2D(map.geometry.paths.join("")), "evenodd");
  const { data } = pen.getImageData(0, 0, columns, rows);
  const is = (x, y) => data[4 * (y * columns + x) + 3] > 0;
  // How many squares of land lie above and left of each: any box is then four look-ups.
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let row = 0;
    for (let x = 0; x < columns; x++) {
      row += is(x, y) ? 1 : 0;
      sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + row;
    }
  }
  const before = (x, y) => sums[y * (columns + 1) + x];
  return {
    covered({ x0, y0, x1, y1 }) {
      const [left, top] = [x0, y0].map((each) => Math.max(0, Math.floor(each / SQUARE)));
      const [right, bottom] = [Math.min(columns, Math.ceil(x1 / SQUARE)), Math.min(rows, Math.ceil(y1 / SQUARE))];
      return before(right, bottom) - before(left, bottom) - before(right, top) + before(left, top) > 0;
    },
    length([ax, ay], [bx, by]) {
      const whole = Math.hypot(bx - ax, by - ay);
      const steps = Math.ceil(whole / SQUARE);
      let on = 0;
      for (let step = 0; step < steps; step++) {
        const share = (step + 0.5) / steps;
        const x = Math.floor((ax + (bx - ax) * share) / SQUARE);
        const y = Math.floor((ay + (by - ay) * share) / SQUARE);
        if (x >= 0 && y >= 0 && x < columns && y < rows && is(x, y)) on += 1;
      }
      return steps ? (on / steps) * whole : 0;
    },
  };
}
