"use strict";
// Optional: shows cited words in their paragraph beside the talk. Without it, the same links lead to the documents.
(() => {
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel");
  let from = null;

  const close = (refocus) => {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (from) {
      from.classList.remove("current");
      if (refocus) from.focus();
    }
    from = null;
  };

  const copy = (block, anchor) => {
    const clone = block.cloneNode(true);
    for (const mark of clone.querySelectorAll("mark")) {
      mark.classList.toggle("now", mark.dataset.of === anchor);
      mark.removeAttribute("id");
    }
    clone.classList.toggle("here", clone.querySelector(".now") !== null);
    return clone;
  };

  const near = (block, step) => {
    const next = block[step];
    return next && next.classList.contains("block") ? [next] : [];
  };

  const show = (mark, link) => {
    if (from) from.classList.remove("current");
    const anchor = mark.id;
    const doc = mark.closest(".doc");
    const pieces = [...doc.querySelectorAll("mark")].filter((piece) => piece.dataset.of === anchor);
    const blocks = [...new Set(pieces.map((piece) => piece.closest(".block")))];
    const around = [
      ...near(blocks[0], "previousElementSibling"),
      ...blocks,
      ...near(blocks[blocks.length - 1], "nextElementSibling"),
    ];
    byId("panel-title").textContent = doc.querySelector("h3").textContent.trim();
    byId("panel-about").textContent = [...doc.querySelectorAll(".byline > :not(.out)")]
      .map((part) => part.textContent.trim())
      .join(" · ");
    byId("panel-body").replaceChildren(...around.map((block) => copy(block, anchor)));
    byId("panel-place").setAttribute("href", "#" + anchor);
    const original = byId("panel-original");
    original.hidden = !mark.dataset.original;
    if (mark.dataset.original) original.setAttribute("href", mark.dataset.original);
    panel.hidden = false;
    document.body.classList.add("with-panel");
    from = link;
    link.classList.add("current");
    panel.focus({ preventScroll: true });
    const now = panel.querySelector(".now");
    panel.scrollTop = now ? Math.max(0, now.offsetTop - panel.clientHeight / 3) : 0;
  };

  for (const count of document.querySelectorAll('a[href="#origins"]')) {
    count.addEventListener("click", () => {
      byId("origins").open = true;
    });
  }
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-s]");
    const mark = link && byId(link.getAttribute("href").slice(1));
    if (!mark || mark.localName !== "mark") return;
    event.preventDefault();
    show(mark, link);
  });
  // A matrix that is no wider than the page needs no scrolling of its own.
  for (const frame of document.querySelectorAll(".matrix-frame"))
    new ResizeObserver(() => {
      frame.classList.remove("fits");
      frame.classList.toggle("fits", frame.scrollWidth <= frame.clientWidth);
    }).observe(frame.firstElementChild);
  byId("panel-close").addEventListener("click", () => close(true));
  byId("panel-place").addEventListener("click", () => close(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close(true);
  });
})();
