// A filter form leaves empty fields out of the address, so that the link to a filtered page stays short.
export function watchFilters() {
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("form[data-filters]")) return;
    const empty = [...target.elements].filter((field) => field.name && !field.disabled && field.value === "");
    for (const field of empty) field.disabled = true;
    setTimeout(() => empty.forEach((field) => (field.disabled = false)), 0);
  });
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form[data-travel]");
    if (form && target.value && target.checkValidity()) form.requestSubmit();
  });
}
