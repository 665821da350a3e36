// The drawing: vis-network draws shapes and lines at the places that Python chose; the labels are
// drawn here, the most central first, and none over another.
const LABEL_FONT = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
const LINE_HEIGHT = 15;
const FAINT = 0.16;
const NEAR_LINE = "#5b6b7b";

function makeDrawing(container, onSelect, onHover) {
  const given = read("network");
  // Python drew for a wide screen: on an upright one the drawing is laid on its side.
  if (container.clientHeight > 1.25 * container.clientWidth) {
    for (const node of given.nodes) [node.x, node.y] = [node.y, node.x];
  }
  const state = { selected: null, hovered: null, visible: () => true };
  const nodes = new vis.DataSet(given.nodes.map(({ label: _unused, ...node }) => node));
  const edges = new vis.DataSet(given.edges.map((edge, id) => ({ ...edge, id })));
  const shown = new vis.DataView(nodes, { filter: (node) => state.visible(node.id) });
  const network = new vis.Network(container, { nodes: shown, edges }, given.options);
  const lines = data.nodes.map((node) => node.lines);
  const widths = new Map();
  let boxes = [];

  const near = () =>
    state.selected === null
      ? null
      : new Set([state.selected, ...tiesOf[state.selected].map(({ other }) => other)]);

  // Where a node is on the screen now, in CSS pixels, and how large.
  function place(id) {
    const node = nodes.get(id);
    const { x, y } = network.canvasToDOM({ x: node.x, y: node.y });
    return { x, y, radius: node.size * network.getScale() };
  }

  function width(ctx, text) {
    if (!widths.has(text)) widths.set(text, ctx.measureText(text).width);
    return widths.get(text);
  }

  // Selected and pointed-at nodes first, then by centrality; with a selection, its neighbours only.
  function wanted() {
    const close = near();
    const first = [state.selected, state.hovered].filter((id) => id !== null && state.visible(id));
    const rest = data.nodes.map((_node, id) => id);
    const order = [...first, ...rest.filter((id) => !close || close.has(id))];
    return [...new Set(order)].filter((id) => state.visible(id));
  }

  // Where a label may stand: below its shape, else above, to the right or to the left of it.
  function boxesFor(ctx, id) {
    const at = place(id);
    const wide = Math.max(...lines[id].map((line) => width(ctx, line))) + 6;
    const high = LINE_HEIGHT * lines[id].length;
    const beside = at.radius + 3 + wide / 2;
    const corners = [
      [at.x, at.y + at.radius + 3], [at.x, at.y - at.radius - 3 - high],
      [at.x + beside, at.y - high / 2], [at.x - beside, at.y - high / 2],
    ];
    return corners.map(([x, top]) => ({ id, x, top, left: x - wide / 2, right: x + wide / 2, bottom: top + high }));
  }

  const apart = (one, two) =>
    one.right < two.left || two.right < one.left || one.bottom < two.top || two.bottom < one.top;

  function unlabelled(candidate) {
    const { clientWidth, clientHeight } = container;
    const within = candidate.left >= 0 && candidate.right <= clientWidth
      && candidate.top >= 0 && candidate.bottom <= clientHeight;
    return within && boxes.every((other) => apart(candidate, other));
  }

  function drawLabels(ctx) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(ctx, { font: LABEL_FONT, textAlign: "center", textBaseline: "top", lineJoin: "round" });
    boxes = [];
    const candidates = wanted();
    const discs = candidates.map((id) => {
      const { x, y, radius } = place(id);
      return { id, radius, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    });
    // Only the few that matter most at this size may hide another shape behind their label.
    const always = Math.ceil((container.clientWidth * container.clientHeight) / 90_000);
    candidates.forEach((id, position) => {
      const places = boxesFor(ctx, id).filter(unlabelled);
      const hidden = (one) => discs.reduce(
        (sum, disc) => (disc.id === id || apart(one, disc) ? sum : sum + disc.radius), 0);
      places.sort((one, two) => hidden(one) - hidden(two));
      const chosen = places[0];
      const matters = position < always || id === state.hovered || id === state.selected;
      if (!chosen || (hidden(chosen) && !matters)) return;
      boxes.push(chosen);
      drawLabel(ctx, chosen, id === state.selected);
    });
    ctx.restore();
  }

  function drawLabel(ctx, { id, x, top }, strong) {
    ctx.font = strong ? `600 ${LABEL_FONT}` : LABEL_FONT;
    lines[id].forEach((line, number) => {
      const y = top + number * LINE_HEIGHT + 1;
      ctx.strokeStyle = "rgba(255,255,255,0.92)";
      ctx.lineWidth = 4;
      ctx.strokeText(line, x, y);
      ctx.fillStyle = "#16212c";
      ctx.fillText(line, x, y);
    });
  }

  // Show some nodes as large as they fit, with room for labels, above what covers the bottom.
  function frame(ids, largest, covered = 0) {
    if (!ids.length) return;
    const found = nodes.get(ids);
    const side = (key, sign) => sign * Math.max(...found.map((node) => sign * node[key] + node.size));
    const [left, right, top, bottom] = [side("x", -1), side("x", 1), side("y", -1), side("y", 1)];
    const high = container.clientHeight - covered;
    const margin = Math.min(130, container.clientWidth / 5);
    const scale = Math.max(0.02, Math.min(
      (container.clientWidth - margin) / (right - left),
      (high - 90) / (bottom - top),
      largest,
    ));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (covered / 2 + 12) / scale };
    network.moveTo({ position, scale });
  }

  const fit = () => frame(data.nodes.map((_node, id) => id).filter((id) => state.visible(id)), 1.6);

  // The selected node and its neighbours bright, the rest faint.
  function select(id) {
    state.selected = id;
    const close = near();
    nodes.update(nodes.getIds().map((node) => ({
      id: node,
      opacity: !close || close.has(node) ? 1 : FAINT,
      borderWidth: node === id ? 4 : 1.5,
    })));
    // Lines of others would cross over those that matter now: they are not drawn at all.
    edges.update(data.ties.map(([a, b], tie) => {
      const color = close ? NEAR_LINE : given.options.edges.color.color;
      return { id: tie, hidden: Boolean(close) && a !== id && b !== id, color: { color, hover: color, inherit: false } };
    }));
  }

  // A node and its neighbours in sight.
  function centre(id, covered) {
    frame([...near()].filter((other) => state.visible(other)), 1.6, covered);
  }

  // Whether a node stands where it can be seen well.
  function inSight(id, covered) {
    const { x, y } = place(id);
    const margin = 40;
    return x > margin && x < container.clientWidth - margin
      && y > margin && y < container.clientHeight - covered - margin;
  }

  // The node under a finger: the one hit, else the nearest within reach of a fingertip.
  function touched({ pointer }) {
    const hit = network.getNodeAt(pointer.DOM);
    if (hit !== undefined) return hit;
    const reach = data.nodes.map((_node, id) => id).filter((id) => state.visible(id)).map((id) => {
      const { x, y, radius } = place(id);
      return { id, far: Math.hypot(x - pointer.DOM.x, y - pointer.DOM.y) - radius };
    });
    const nearest = reach.reduce((best, one) => (one.far < best.far ? one : best), { id: null, far: 14 });
    return nearest.id;
  }

  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => onSelect(touched(event)));
  network.on("hoverNode", ({ node, pointer }) => {
    state.hovered = node;
    container.style.cursor = "pointer";
    onHover(node, pointer.DOM);
  });
  network.on("blurNode", () => {
    state.hovered = null;
    container.style.cursor = "";
    onHover(null);
  });
  network.on("dragEnd", ({ nodes: moved }) => {
    for (const [id, { x, y }] of Object.entries(network.getPositions(moved))) {
      nodes.update({ id: Number(id), x, y });
    }
  });
  network.on("resize", () => setTimeout(fit));

  return {
    fit,
    select,
    centre,
    inSight,
    place,
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor }),
    show(visible) {
      state.visible = visible;
      shown.refresh();
    },
    labels: () => boxes.map((box) => ({ ...box })),
    redraw: () => network.redraw(),
  };
}
