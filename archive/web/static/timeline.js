// Chooses a range of a timeline's days: by dragging, by a click and another with Shift, or by keys. The range is a search
// like any other. Without this script each bar is a link, and a form below asks for days from … to.
const SLOP = 5; // pixels that a hand may shake in a click

for (const figure of document.querySelectorAll("figure.timeline[data-url]")) choosing(figure);

function choosing(figure) {
  const plot = figure.querySelector(".plot");
  const svg = plot.querySelector(".bars");
  const bars = [...svg.querySelectorAll("a[data-first]")].map((link) => ({
    link,
    told: link.querySelector("title").textContent,
    left: link.querySelector(".hit").x.baseVal,
    width: link.querySelector(".hit").width.baseVal,
    first: link.dataset.first,
    last: link.dataset.last,
  }));
  if (!bars.length) return;
  let from, to, drag, anchor, isDragged;
  const shade = document.createElementNS(svg.namespaceURI, "rect");
  const status = figure.querySelector("[role=status]");
  shade.setAttribute("class", "chosen");
  shade.setAttribute("height", 100);
  plot.tabIndex = 0;
  plot.setAttribute("role", "group");
  plot.setAttribute("aria-label", "Timeline: arrow keys go from bar to bar, with Shift they choose several, Enter shows them");

  const place = (bar) => [bar.left.value, bar.left.value + bar.width.value];
  const nearest = (event) => {
    const x = event.clientX - svg.getBoundingClientRect().left;
    const far = bars.map((bar) => Math.max(place(bar)[0] - x, x - place(bar)[1]));
    return far.indexOf(Math.min(...far));
  };
  const ends = () => [Math.min(from, to), Math.max(from, to)];

  function choose(start, stop) {
    [from, to] = [start, stop];
    const [one, other] = ends();
    const [left] = place(bars[one]);
    shade.setAttribute("x", left);
    shade.setAttribute("width", place(bars[other])[1] - left);
    svg.insertBefore(shade, svg.firstChild);
    const label = (bar) => bar.told.slice(0, bar.told.lastIndexOf(":"));
    status.textContent = one === other ? bars[one].told : `From ${label(bars[one])} to ${label(bars[other])}`;
  }

  function clear() {
    from = to = anchor = undefined;
    shade.remove();
    status.textContent = "";
  }

  function show() {
    const [one, other] = ends();
    if (one === other) return location.assign(bars[one].link.href.baseVal);
    const url = new URL(figure.dataset.url, location);
    url.searchParams.set("from", bars[one].first);
    url.searchParams.set("to", bars[other].last);
    location.assign(url);
  }

  svg.addEventListener("pointerdown", (event) => {
    isDragged = false;
    if (event.button !== 0 || event.pointerType === "touch" || event.shiftKey) return; // a finger scrolls
    drag = { id: event.pointerId, x: event.clientX, at: nearest(event) };
  });
  svg.addEventListener("pointermove", (event) => {
    if (drag?.id !== event.pointerId) return;
    if (!isDragged && Math.abs(event.clientX - drag.x) < SLOP) return;
    if (!isDragged) svg.setPointerCapture(drag.id);
    isDragged = true;
    choose(drag.at, nearest(event));
  });
  svg.addEventListener("pointerup", (event) => {
    if (isDragged) {
      choose(drag.at, nearest(event));
      show();
    }
    drag = undefined;
  });
  svg.addEventListener("pointercancel", () => {
    drag = undefined;
    clear();
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault()); // links are not carried off
  svg.addEventListener(
    "click",
    (event) => {
      if (!isDragged && !event.shiftKey) return; // a link like any other
      event.preventDefault();
      if (isDragged) return;
      if (anchor === undefined) {
        anchor = nearest(event);
        choose(anchor, anchor);
      } else {
        choose(anchor, nearest(event));
        show();
      }
    },
    true,
  );

  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length };
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) {
      const start = to ?? (steps[event.key] > 0 && event.key !== "End" ? -1 : bars.length);
      const at = Math.min(Math.max(0, start + steps[event.key]), bars.length - 1);
      choose(event.shiftKey && from !== undefined ? from : at, at);
    } else if (event.key === "Enter" && from !== undefined) show();
    else if (event.key === "Escape" && from !== undefined) clear();
    else return;
    event.preventDefault();
  });
}
