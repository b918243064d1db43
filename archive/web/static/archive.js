// What a script adds on every page: keys, and lists that are filtered as one types. Without it, links and forms do the same.
const TYPED = "input, textarea, select, [contenteditable], dialog";
const OFF = "archive-keys-off";
const WAIT = 200; // milliseconds after the last letter

const find = (selector) => document.querySelector(selector);
const isOff = () => localStorage.getItem(OFF) !== null;

// A hit is where its link has the focus; j and k go on from there, past the last one to the next page.
function step(by) {
  const way = find(`.way a[rel=${by > 0 ? "next" : "prev"}]`);
  if (way) return way.click();
  const hits = [...document.querySelectorAll(".snippets a.open")];
  const at = hits.findIndex((one) => one.closest("li").contains(document.activeElement));
  const next = at < 0 && by < 0 ? undefined : hits[at + by];
  const target = next || find(`.turner a[rel=${by > 0 ? "next" : "prev"}]`);
  target?.focus();
  target?.closest("li")?.scrollIntoView({ block: "nearest" });
}

function open() {
  const hit = document.activeElement.closest(".snippets > li") || find(".snippets > li");
  (find(".snippet a.original") || hit?.querySelector("a.open"))?.click();
}

function search() {
  const box = document.getElementById("q");
  box?.focus();
  box?.select();
}

async function help() {
  const { href } = find("a[rel=help]");
  const answer = await fetch(href);
  const keys = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("keys");
  if (!answer.ok || !keys) return location.assign(href);
  const dialog = document.createElement("dialog");
  const close = Object.assign(document.createElement("button"), { textContent: "Close", className: "plain" });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.setAttribute("aria-label", "Keys");
  dialog.append(keys, close);
  document.body.append(dialog);
  dialog.showModal();
}

const KEYS = { "/": search, "?": help, j: () => step(1), k: () => step(-1), o: open };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof Element && event.target.closest(TYPED);
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key) || isOff()) return;
  event.preventDefault();
  KEYS[event.key]();
});

// Whoever speaks to a computer, or strikes keys by chance, can turn them off, on the page that lists them.
const keySwitch = document.getElementById("key-switch");
if (keySwitch) {
  const show = () => (keySwitch.textContent = isOff() ? "Turn these keys on" : "Turn these keys off");
  keySwitch.addEventListener("click", () => {
    if (isOff()) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
    show();
  });
  show();
  keySwitch.hidden = false;
}

for (const form of document.querySelectorAll("form[data-filters]")) {
  let waiting, request;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      request?.abort();
      request = new AbortController();
      const url = new URL(form.action);
      for (const [name, value] of new FormData(form)) if (value) url.searchParams.set(name, value);
      try {
        const answer = await fetch(url, { signal: request.signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const listed = document.getElementById(form.dataset.filters);
        listed.replaceChildren(...page.getElementById(listed.id).childNodes);
        form.querySelector("[role=status]").textContent = listed.querySelector("h2").textContent;
        history.replaceState(null, "", url);
      } catch (error) {
        if (error.name !== "AbortError") form.submit(); // the page itself says what is wrong
      }
    }, WAIT);
  });
}
