// Zooms and moves the picture of a network: a gesture moves its window at once, and where it comes to rest the server
// draws anew, so that names keep their size and more of them find room. Without this script, links do the same.
const figure = document.getElementById("picture");
const buttons = document.getElementById("zoom");
const MOST = 4;
const REST = 200; // milliseconds without a gesture
const SLOP = 4; // pixels that a hand may shake in a click

let rest, request, drag;

const visible = () => [...figure.querySelectorAll(".paper > svg")].find((svg) => svg.getClientRects().length);

// The window as the page has it: the whole canvas is `zoom` times as wide and high as the paper.
function view(svg) {
  const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const paper = (svg.paper ||= { width, height, zoom: Number(figure.dataset.zoom) });
  return { x, y, width, height, canvas: { width: paper.width * paper.zoom, height: paper.height * paper.zoom }, paper };
}

function show(svg, x, y, width) {
  const { paper, canvas } = view(svg);
  const height = (width * paper.height) / paper.width;
  const left = Math.min(Math.max(0, x), canvas.width - width);
  const top = Math.min(Math.max(0, y), canvas.height - height);
  svg.setAttribute("viewBox", [left, top, width, height].map((value) => value.toFixed(2)).join(" "));
  clearTimeout(rest);
  request?.abort();
}

function settle(svg) {
  rest = setTimeout(() => drawAnew(address(svg)), REST);
}

function address(svg) {
  const { x, y, width, height, canvas } = view(svg);
  const url = new URL(location);
  const zoom = canvas.width / width;
  const given = { zoom: [zoom, 2], x: [(x + width / 2) / canvas.width, 4], y: [(y + height / 2) / canvas.height, 4] };
  for (const [name, [value, digits]] of Object.entries(given)) {
    if (zoom > 1.01) url.searchParams.set(name, Number(value.toFixed(digits)));
    else url.searchParams.delete(name);
  }
  return url;
}

async function drawAnew(url) {
  request?.abort();
  request = new AbortController();
  figure.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: request.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", url);
    figure.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url); // the page itself says what is wrong
  }
}

function put(page) {
  const focused = buttons.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  figure.dataset.zoom = page.getElementById("picture").dataset.zoom;
  const papers = page.querySelectorAll("#picture .paper");
  figure.querySelectorAll(".paper").forEach((paper, at) => paper.replaceChildren(...papers[at].childNodes));
  buttons.replaceChildren(...page.getElementById("zoom").childNodes);
  if (focused) (buttons.querySelector(`[aria-label="${focused}"]`) || buttons.querySelector("a"))?.focus();
}

figure?.addEventListener(
  "wheel",
  (event) => {
    const svg = visible();
    if (!svg || !(event.ctrlKey || event.metaKey)) return; // a wheel alone scrolls the page
    event.preventDefault();
    const { x, y, width, height, canvas } = view(svg);
    const box = svg.getBoundingClientRect();
    const step = Math.max(-50, Math.min(50, event.deltaY)); // mice count in lines, screens or hundreds
    const wide = Math.min(Math.max(width * Math.exp(0.008 * step), canvas.width / MOST), canvas.width);
    const gone = 1 - wide / width; // what is under the pointer stays there
    const left = x + (gone * width * (event.clientX - box.left)) / box.width;
    const top = y + (gone * height * (event.clientY - box.top)) / box.height;
    show(svg, left, top, wide);
    settle(svg);
  },
  { passive: false },
);

figure?.addEventListener("pointerdown", (event) => {
  const svg = visible();
  if (!svg?.contains(event.target) || event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls
  drag = { id: event.pointerId, x: event.clientX, y: event.clientY };
});

figure?.addEventListener("pointermove", (event) => {
  if (drag?.id !== event.pointerId) return;
  const [right, down] = [event.clientX - drag.x, event.clientY - drag.y];
  if (!drag.svg) {
    if (Math.hypot(right, down) < SLOP) return;
    drag.svg = visible(); // from here to its end nothing is drawn anew
    drag.from = view(drag.svg);
    figure.setPointerCapture(drag.id);
    figure.classList.add("moves");
  }
  const scale = drag.from.width / drag.svg.getBoundingClientRect().width;
  show(drag.svg, drag.from.x - right * scale, drag.from.y - down * scale, drag.from.width);
});

for (const end of ["pointerup", "pointercancel"]) {
  figure?.addEventListener(end, () => {
    figure.classList.remove("moves");
    if (drag?.svg) settle(drag.svg);
    setTimeout(() => (drag = undefined)); // after the click that follows
  });
}

figure?.addEventListener("click", (event) => drag?.svg && event.preventDefault(), true);
figure?.addEventListener("dragstart", (event) => event.preventDefault()); // links are not carried off

buttons?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const url = new URL(link.href);
  url.hash = "";
  drawAnew(url);
});
