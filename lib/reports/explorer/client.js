/**
 * Runs in the reader's browser: draws the runs in `root`'s data and lets the reader filter, hover and walk through them.
 * It is written into reports as it is, so it needs nothing else.
 */
// deno-lint-ignore no-unused-vars -- the script that explorer.ts writes behind it calls it
function mountExplorer(root) {
  const document = root.ownerDocument;
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const charts = root.querySelector(".explorer-charts");
  const HINT = "Hover over a run, or reach the chart by Tab and walk from run to run by the arrow keys.";
  const WIDTH = 640, HEIGHT = 300, LEFT = 56, RIGHT = 16, TOP = 28, BOTTOM = 44, REACH = 24, MOST_LABELS = 12;

  const styleOf = Object.fromEntries(data.settings.map((setting) => [setting.name, setting]));
  const checked = (name) =>
    [...root.querySelectorAll(`input[name='${name}']`)].filter((input) => input.checked).map((input) =>
      input.value
    );
  const chosen = (name) => root.querySelector(`select[name='${name}']`).value;
  const percent = (fraction) => `${(100 * fraction).toFixed(1)} %`;
  const percentOfTick = (fraction) => `${Number((100 * fraction).toPrecision(3))} %`;

  function element(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.append(...children);
    return made;
  }

  /** A run's value as the controls ask for it; null where it has none. */
  function valueOf(run) {
    const known = run[chosen("split")], accuracy = known === null && run.status === "diverged" ? 0 : known;
    if (accuracy === null) return null;
    return chosen("quantity") === "error" ? 1 - accuracy : accuracy;
  }

  function describe(run) {
    const parts = ["test", "validation", "train"].map((split) =>
      `${split} ${run[split] === null ? "unknown" : percent(run[split])}`
    );
    return `${run.taskLabel}, ${
      styleOf[run.setting].label
    }, learning rate ${run.rateLabel}, seed ${run.seed}: ` +
      `${parts.join(", ")}; ${run.status}, best step ${
        run.bestStep ?? "unknown"
      } of ${run.steps} (run ${run.runId})`;
  }

  /** Tells a run's figures below its chart, and which others lie at the same place. */
  function show(run, point, [cx, cy], others = []) {
    const names = others.map(({ setting, seed }) => `${styleOf[setting].label} seed ${seed}`);
    const also = names.length === 0 ? "" : `; at the same place: ${names.join(", ")}`;
    point.closest("figure").querySelector("figcaption").textContent = describe(run) + also;
    for (const other of charts.querySelectorAll(".explorer-chosen")) {
      other.setAttribute("class", "explorer-run");
    }
    point.setAttribute("class", "explorer-run explorer-chosen");
    charts.querySelector(".explorer-ring")?.remove();
    const ring = { cx, cy, r: 9, fill: "none", stroke: "currentColor", "stroke-width": 2 };
    point.closest("svg").append(element("circle", { class: "explorer-ring", ...ring }));
  }

  /** Positions on an axis from `low` to `high`; on a logarithmic one what is below `low`, as 0 is, lies there. */
  function axis(low, high, from, to, isLog) {
    const of = isLog ? (value) => Math.log10(Math.max(value, low)) : (value) => value;
    const span = of(high) - of(low) || 1;
    return (value) => from + (to - from) * (of(value) - of(low)) / span;
  }

  function ticks(low, high, isLog) {
    if (isLog) {
      const found = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
        for (const digit of high / low < 10 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1, 2, 5]) {
          found.push(digit * 10 ** power);
        }
      }
      const shown = found.filter((tick) => tick >= low && tick <= high);
      if (shown.length > 2) return shown;
    }
    const steps = [1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
    const step = steps.find((step) => (high - low) / step <= 8) ?? 0.5;
    return Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => i * step).filter((tick) =>
      tick >= low
    );
  }

  const CORNERS = {
    square: [[-3.5, -3.5], [3.5, -3.5], [3.5, 3.5], [-3.5, 3.5]],
    triangle: [[0, -5], [5, 4], [-5, 4]],
    diamond: [[0, -5], [5, 0], [0, 5], [-5, 0]],
    star: [[0, -6], [1.5, -1.5], [6, 0], [1.5, 1.5], [0, 6], [-1.5, 1.5], [-6, 0], [-1.5, -1.5]],
  };

  function symbolAt(x, y, { symbol, filled, color }) {
    const paint = { fill: filled ? color : "none", stroke: color, "stroke-width": 1.5 };
    if (symbol === "circle") return element("circle", { cx: x, cy: y, r: 4, ...paint });
    return element("polygon", {
      points: CORNERS[symbol].map(([dx, dy]) => `${x + dx},${y + dy}`).join(" "),
      ...paint,
    });
  }

  function drawTask(task) {
    const settings = checked("setting");
    const runs = data.runs.filter((run) =>
      run.task === task.name && settings.includes(run.setting) && valueOf(run) !== null
    );
    const svg = element("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: "group",
      "aria-label": task.label,
    });
    const figure = document.createElement("figure");
    const caption = document.createElement("figcaption");
    caption.setAttribute("role", "status");
    caption.textContent = runs.length === 0 ? `${task.label}: no runs to show.` : HINT;
    figure.append(svg, caption);
    if (runs.length === 0) return figure;

    const isLog = chosen("scale") === "log";
    const values = runs.map(valueOf), rates = [...new Set(runs.map((run) => run.rate))].sort((a, b) => a - b);
    const least = Math.min(...values), most = Math.max(...values);
    const positive = Math.min(1, ...values.filter((value) => value > 0)), hasZero = isLog && least <= 0;
    const [low, high] = isLog
      ? [positive / (hasZero ? 3 : 1.1), Math.min(1, Math.max(positive, most) * 1.1)]
      : [Math.max(0, least - 0.02), Math.min(1, most + 0.02)];
    const marked = data.marked.value;
    const x = axis(
      Math.min(rates[0], marked) / 1.3,
      Math.max(rates.at(-1), marked) * 1.3,
      LEFT,
      WIDTH - RIGHT,
      true,
    );
    const y = axis(low, high, HEIGHT - BOTTOM, TOP, isLog);
    for (const tick of hasZero ? [0, ...ticks(positive / 2, high, true)] : ticks(low, high, isLog)) {
      svg.append(
        element("line", {
          x1: LEFT,
          x2: WIDTH - RIGHT,
          y1: y(tick),
          y2: y(tick),
          stroke: "currentColor",
          "stroke-opacity": 0.15,
        }),
        element("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, percentOfTick(tick)),
      );
    }
    for (const rate of rates.filter((_, i) => i % Math.ceil(rates.length / MOST_LABELS) === 0)) {
      const label = runs.find((run) => run.rate === rate).rateLabel;
      svg.append(element("text", { x: x(rate), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle" }, label));
    }
    svg.append(
      element("text", { x: LEFT, y: 12 }, `${task.label}: ${chosen("split")} ${chosen("quantity")}`),
      element("text", { x: (LEFT + WIDTH) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, "Learning rate"),
    );
    const dotted = { stroke: "currentColor", "stroke-dasharray": "1 4" };
    svg.append(element("line", { x1: x(marked), x2: x(marked), y1: TOP, y2: HEIGHT - BOTTOM, ...dotted }));
    for (const name of settings) drawMeans(svg, runs.filter((run) => run.setting === name), x, y);
    drawRuns(svg, runs, x, y);
    return figure;
  }

  /** The line through the means over seeds, broken where runs of the setting have no result yet. */
  function drawMeans(svg, runs, x, y) {
    if (runs.length === 0) return;
    const [{ task, setting }] = runs, { color, dash } = styleOf[setting];
    const missing = data.missing.filter((run) => run.task === task && run.setting === setting);
    const rates = [...new Set([...runs, ...missing].map((run) => run.rate))].sort((a, b) => a - b);
    const lines = [[]];
    for (const rate of rates) {
      const values = runs.filter((run) => run.rate === rate).map(valueOf);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      if (values.length === 0) lines.push([]);
      else lines.at(-1).push(`${x(rate)},${y(mean)}`);
    }
    const stroke = { fill: "none", stroke: color, "stroke-width": 2, "stroke-dasharray": dash };
    for (const places of lines.filter((places) => places.length > 0)) {
      svg.append(element("polyline", { points: places.join(" "), ...stroke }));
    }
  }

  function distance([x, y], [otherX, otherY]) {
    return Math.hypot(x - otherX, y - otherY);
  }

  /** The index of the place nearest to the mouse; -1 if none is near. Symbols may cover one another. */
  function nearestOf(places, mouse) {
    const distances = places.map((place) => distance(place, mouse));
    const least = Math.min(...distances);
    return least > REACH ? -1 : distances.indexOf(least);
  }

  /** A point for each run. Tab reaches one of them, the arrow keys walk on. */
  function drawRuns(svg, runs, x, y) {
    const order = [...runs].sort((a, b) =>
      a.rate - b.rate || valueOf(b) - valueOf(a) || a.setting.localeCompare(b.setting) || a.seed - b.seed
    );
    const places = order.map((run) => [x(run.rate), y(valueOf(run))]);
    const points = order.map((run, i) => {
      const point = element(
        "g",
        { class: "explorer-run", role: "img", tabindex: i === 0 ? 0 : -1, "aria-label": describe(run) },
        symbolAt(...places[i], styleOf[run.setting]),
      );
      point.addEventListener("focus", () => show(run, point, places[i]));
      return point;
    });
    svg.addEventListener("mousemove", (event) => {
      const box = svg.getBoundingClientRect();
      const scale = WIDTH / box.width;
      const mouse = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
      const nearest = nearestOf(places, mouse);
      if (nearest === -1) return;
      const others = order.filter((_, i) => i !== nearest && distance(places[i], places[nearest]) < 0.5);
      show(order[nearest], points[nearest], places[nearest], others);
    });
    const last = points.length - 1;
    const nextRate = (i, by) => {
      const rates = [...new Set(order.map((run) => run.rate))];
      const rate = rates[rates.indexOf(order[i].rate) + by];
      const same = order.findIndex((run) =>
        run.rate === rate && run.setting === order[i].setting && run.seed === order[i].seed
      );
      return same === -1 ? order.findIndex((run) => run.rate === rate) : same;
    };
    const moves = {
      ArrowRight: (i) => nextRate(i, 1),
      ArrowLeft: (i) => nextRate(i, -1),
      ArrowDown: (i) => Math.min(i + 1, last),
      ArrowUp: (i) => Math.max(i - 1, 0),
      Home: () => 0,
      End: () => last,
    };
    points.forEach((point, i) =>
      point.addEventListener("keydown", (event) => {
        const target = points[moves[event.key]?.(i) ?? -1];
        if (target === undefined) return;
        event.preventDefault();
        point.setAttribute("tabindex", "-1");
        target.setAttribute("tabindex", "0");
        target.focus();
      })
    );
    svg.append(...points);
  }

  function draw() {
    const tasks = checked("task");
    charts.replaceChildren(...data.tasks.filter(({ name }) => tasks.includes(name)).map(drawTask));
  }

  for (const control of root.querySelectorAll("input, select")) control.addEventListener("change", draw);
  draw();
}
