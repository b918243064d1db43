// What is being typed into a field may mean: names, outlets and words of the archive, in a list below it, as a combobox
// does that. A field has where to ask in data-suggest, and in data-as what it takes: a part of a query, or a name alone.
const WAIT = 120; // milliseconds after the last letter

let fields = 0;
for (const field of document.querySelectorAll("input[data-suggest]")) suggesting(field, ++fields);

function suggesting(field, number) {
  const list = document.createElement("ul");
  list.id = `suggested-${number}`;
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    field.setAttribute(name, value);
  }
  let waiting, request, found = [], start = 0, at = -1;

  function show() {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    list.style.left = `${field.offsetLeft}px`;
    list.style.top = `${field.offsetTop + field.offsetHeight}px`;
    list.style.minWidth = `${field.offsetWidth}px`;
    field.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function option(one, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = Object.assign(document.createElement("bdi"), { textContent: one.label });
    const count = one.count === null ? "" : ` · ${one.count.toLocaleString("en")}`;
    const about = [one.kind, one.description].filter(Boolean).join(", ");
    const kind = Object.assign(document.createElement("span"), { textContent: about + count, className: "quiet" });
    item.classList.add(one.kind);
    item.append(name, " ", kind);
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => take(index));
    return item;
  }

  function mark(index) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = index;
    const item = list.children[at];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) field.setAttribute("aria-activedescendant", item.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(waiting);
    request?.abort();
    found = [];
    show();
  }

  function take(index) {
    const one = found[index];
    const rest = field.value.slice(field.selectionStart);
    const text = field.dataset.as === "name" ? one.name : `${field.value.slice(0, start)}${one.query} `;
    field.value = field.dataset.as === "name" ? text : text + rest.trimStart();
    field.setSelectionRange(text.length, text.length);
    close();
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const url = new URL(field.dataset.suggest, location);
    url.searchParams.set("q", field.value.slice(0, field.selectionStart));
    if (field.dataset.as) url.searchParams.set("as", field.dataset.as);
    try {
      const answer = await fetch(url, { signal: request.signal });
      if (!answer.ok) return;
      ({ start, suggestions: found } = await answer.json());
      show();
    } catch {
      // the next letter asks again, and without suggestions it is a plain field
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") mark(at === last ? -1 : at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? last : at - 1);
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
