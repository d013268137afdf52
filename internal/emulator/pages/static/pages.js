// The pages work without this script. With it, they follow changes, and buttons copy texts.
"use strict";

const live = document.querySelector("main[data-live]");
const connection = document.getElementById("connection");

// The buttons are hidden where they would do nothing.
const showCopyButtons = () => {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "Copied";
  } catch {
    // Browsers copy only on secure pages, such as those of this machine. Elsewhere the text is selected.
    getSelection().selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

// The previews of the editor follow the name.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-preview]")) return;
  for (const image of document.querySelectorAll("img[data-src]")) {
    image.src = image.dataset.src + encodeURIComponent(event.target.value);
  }
});

// sameElement finds in the new content what had the focus in the old one.
const sameElement = (old) => {
  if (old.id) return document.getElementById(old.id);
  const href = old.getAttribute?.("href");
  return href && [...live.querySelectorAll("a")].find((link) => link.getAttribute("href") === href);
};

// show replaces the content, and keeps what the visitor has opened, entered and focused.
let shown = live?.innerHTML;
const show = (text) => {
  const next = new DOMParser().parseFromString(text, "text/html");
  const main = next.querySelector("main");
  if (!main || main.innerHTML === shown) return;
  shown = main.innerHTML;
  const open = [...live.querySelectorAll("details[open]")].map((details) => details.id);
  const entered = [...live.querySelectorAll("input[id]")].filter((input) => input.value !== input.defaultValue);
  const focused = live.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused?.matches("input") ? [focused.selectionStart, focused.selectionEnd] : null;
  live.replaceChildren(...main.childNodes);
  document.title = next.title;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const input of entered) {
    const same = document.getElementById(input.id);
    if (same) same.value = input.value;
  }
  const target = focused && focused !== live && sameElement(focused);
  target?.focus({ preventScroll: true });
  if (selection && target?.matches("input")) target.setSelectionRange(...selection);
  showCopyButtons();
};

// update gets the page again. Events that arrive meanwhile lead to one more update.
let updating = false;
let outdated = false;
const update = async () => {
  outdated = true;
  if (updating) return;
  updating = true;
  try {
    while (outdated) {
      outdated = false;
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      show(await response.text());
    }
  } catch {
    // The emulator has stopped. The next event after it is back leads to an update.
  } finally {
    updating = false;
  }
};

// A browser has few connections to one host, so that only visible pages keep one.
let events = null;
const follow = () => {
  if (document.hidden) {
    events?.close();
    events = null;
    return;
  }
  if (events) return;
  events = new EventSource("/-/events");
  events.onmessage = () => {
    connection.textContent = "Live";
    connection.className = "connection on";
    update();
  };
  events.onerror = () => {
    connection.textContent = "Not connected";
    connection.className = "connection off";
    if (events?.readyState === EventSource.CLOSED) {
      events = null;
      setTimeout(follow, 2000);
    }
  };
};

showCopyButtons();
if (live) {
  document.addEventListener("visibilitychange", follow);
  follow();
}
document.querySelector("form[data-fast-entry]")?.requestSubmit();
