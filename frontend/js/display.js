// Theme, size of type and keyboard shortcuts: kept in cookies, so that the server writes the page right the first time.
const YEAR_SECONDS = 31_536_000;

export function watchDisplay() {
  const root = document.documentElement;
  for (const choice of document.querySelectorAll("[data-display] input[type=radio]")) {
    choice.checked = (root.dataset[choice.name] || choice.dataset.usual) === choice.value;
    choice.addEventListener("change", () => {
      root.dataset[choice.name] = choice.value;
      document.cookie = `zhiyi_${choice.name}=${choice.value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
      root.dispatchEvent(new CustomEvent("zhiyi:display"));
    });
  }
}
