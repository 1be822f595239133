// Single-key shortcuts: / search, j k move, o open, e evidence, x select, ? help. Off where the reader switched them off,
// and never while a field, a menu or a dialog has the keyboard.
const TYPING = "input, textarea, select, [contenteditable=true]";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.documentElement.dataset.keys === "off" || event.target.closest?.(TYPING)) return;
    if (document.querySelector("dialog:modal")) return;
    const act = ACTIONS[event.key];
    if (act?.()) event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-keys-help]")) button.addEventListener("click", help);
}

const ACTIONS = { "/": search, "?": help, j: () => move(1), k: () => move(-1), o: openRow, e: openEvidence, x: selectRow };

function search() {
  const field = [...document.querySelectorAll("input[type=search]")].find((input) => input.checkVisibility());
  field?.focus();
  field?.select();
  return field;
}

function help() {
  const dialog = document.getElementById("keys-help");
  dialog?.showModal();
  return dialog;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
}

function current() {
  return document.activeElement?.closest?.("[data-row]") ?? document.querySelector("[data-row].current");
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("current", row === next);
  (next.querySelector("a[href]") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function openRow() {
  const link = current()?.querySelector("[data-open], a[href]");
  link?.click();
  return link;
}

function openEvidence() {
  const link = current()?.querySelector("[data-evidence]");
  link?.click();
  return link;
}

function selectRow() {
  const box = current()?.querySelector("input[type=checkbox]");
  box?.click();
  return box;
}
