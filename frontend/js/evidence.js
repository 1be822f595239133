// A source chip opens its evidence beside the page. Without this script the chip is a link to the same evidence.
const WIDE = matchMedia("(min-width: 62rem)");

export function watchEvidence() {
  const panel = document.getElementById("evidence");
  if (!panel) return;
  const body = document.getElementById("evidence-body");
  let opener = null;

  function open() {
    if (!panel.open) {
      if (WIDE.matches) panel.show();
      else panel.showModal();
    }
    document.documentElement.classList.toggle("with-evidence", WIDE.matches);
  }

  function close() {
    panel.close();
  }

  panel.addEventListener("close", () => {
    document.documentElement.classList.remove("with-evidence");
    mark(null);
    opener?.focus();
    opener = null;
  });

  function mark(link) {
    for (const other of document.querySelectorAll("[aria-expanded=true][data-evidence]")) other.removeAttribute("aria-expanded");
    link?.setAttribute("aria-expanded", "true");
  }

  document.addEventListener("htmx:before:request", ({ detail }) => {
    const link = detail.ctx.sourceElement.closest?.("[data-evidence]");
    if (!link) return;
    opener = panel.contains(link) ? opener : link;
    mark(opener);
    show("evidence-loading");
    open();
  });

  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (detail.ctx.target === body) body.querySelector("h2, h3")?.setAttribute("tabindex", "-1");
    if (detail.ctx.target === body) (body.querySelector("h2, h3") ?? body).focus({ preventScroll: true });
  });

  // An answer that is not a fragment of evidence (an error page, a lost sign-in) is replaced by words and the plain link.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.target !== body || (ctx.response.status < 400 && !ctx.text.includes("<html"))) return;
    event.preventDefault();
    fail(ctx.sourceElement);
  });
  document.addEventListener("htmx:error", ({ detail }) => {
    if (detail.ctx?.target === body) fail(detail.ctx.sourceElement);
  });

  function fail(link) {
    show("evidence-failed");
    const plain = body.querySelector("a");
    if (plain && link?.href) plain.href = link.href;
  }

  function show(id) {
    body.replaceChildren(document.getElementById(id).content.cloneNode(true));
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-evidence-close]")) close();
    else if (target === panel) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) close();
  });
}
