"use strict";
// For every page: cited words beside the text, keys, and what went wrong. Without it the same links lead to the documents.
(() => {
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add("has-js");
  const panel = byId("panel");
  const body = byId("panel-body");
  let from = null;
  let asked = null;

  const close = (refocus) => {
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    if (asked) asked.abort();
    if (from) {
      from.classList.remove("current");
      if (refocus) from.focus();
    }
    from = null;
  };

  const tell = (words) => {
    const note = document.createElement("p");
    note.className = "notice";
    note.textContent = words;
    body.replaceChildren(note);
  };

  const open = async (link) => {
    if (from) from.classList.remove("current");
    if (asked) asked.abort();
    asked = new AbortController();
    from = link;
    link.classList.add("current");
    panel.hidden = false;
    document.body.classList.add("with-panel");
    tell("Looking up the words …");
    panel.focus({ preventScroll: true });
    const top = link.getBoundingClientRect().top;
    if (matchMedia("(max-width: 60rem)").matches && top > window.innerHeight * 0.4) window.scrollBy(0, top - window.innerHeight * 0.25); // the words lie over the lower half
    const url = new URL(link.href);
    try {
      const answer = await fetch(url.pathname + "/words" + url.search, { signal: asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error((await answer.json()).problem);
      // Made by our own templates from escaped text; the policy of the page lets nothing in it run.
      body.innerHTML = await answer.text();
      const now = body.querySelector(".now");
      panel.scrollTop = now ? Math.max(0, now.offsetTop - panel.clientHeight / 3) : 0;
    } catch (error) {
      if (error.name !== "AbortError") tell("The words cannot be shown here: " + (error.message || "the server does not answer") + ". The link still leads to the document.");
    }
  };

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[data-s]");
    if (!link || !link.search.startsWith("?at=")) return;
    event.preventDefault();
    if (link === from && !panel.hidden) close(true);
    else open(link);
  });
  byId("panel-close").addEventListener("click", () => close(true));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close(true);
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea, select")) {
      const field = byId("ask-words") || byId("words") || byId("q");
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });

  // what went wrong with a request of htmx
  const problem = byId("problem");
  const complain = (words) => {
    problem.textContent = words;
    problem.hidden = false;
    setTimeout(() => (problem.hidden = true), 12000);
  };
  document.addEventListener("htmx:error", () => complain("The server does not answer. Is `cuibono serve` still running?"));
  document.addEventListener("htmx:response:error", (event) => {
    if (event.target.id === "ask") return;
    const text = event.detail && event.detail.ctx && event.detail.ctx.text;
    let words = "The server could not do that.";
    try {
      words = JSON.parse(text).problem;
    } catch {
      // no JSON: the words above stand
    }
    complain(words);
  });
  // arrow keys go from sign to sign; cells without one are passed over
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest && event.target.closest(".matrix td, .matrix th");
    if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const rows = [...cell.closest("table").rows];
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += step[0];
      column += step[1];
      const next = rows[row] && rows[row].cells[column];
      if (!next) return;
      const link = next.querySelector("a");
      if (link && link.getClientRects().length) {
        link.focus();
        link.scrollIntoView({ block: "nearest", inline: "nearest" });
        return;
      }
    }
  });

  // a matrix that is no wider than the page needs no scrolling of its own
  const watched = new WeakSet();
  const fit = () => {
    for (const frame of document.querySelectorAll(".matrix-frame")) {
      if (watched.has(frame)) continue;
      watched.add(frame);
      new ResizeObserver(() => {
        frame.classList.remove("fits");
        frame.classList.toggle("fits", frame.scrollWidth <= frame.clientWidth);
      }).observe(frame.firstElementChild);
    }
  };
  fit();
  document.addEventListener("htmx:after:swap", fit);

  // which section of a story one is in
  const mark = (nav) => {
    const links = [...nav.querySelectorAll("a")];
    const places = links.map((link) => byId(link.hash.slice(1))).filter(Boolean);
    let waits = false;
    const look = () => {
      waits = false;
      const here = places.filter((place) => place.getBoundingClientRect().top < window.innerHeight * 0.35).pop();
      for (const link of links) {
        const now = Boolean(here) && link.hash === "#" + here.id;
        if (now && !link.hasAttribute("aria-current") && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = link.offsetLeft - nav.clientWidth / 3;
        link.toggleAttribute("aria-current", false);
        if (now) link.setAttribute("aria-current", "true");
      }
    };
    const soon = () => {
      if (!nav.isConnected) document.removeEventListener("scroll", soon); // the reading was made anew
      else if (!waits) waits = Boolean(requestAnimationFrame(look));
    };
    document.addEventListener("scroll", soon, { passive: true });
    look();
  };
  const contents = () => {
    const nav = document.querySelector(".reading > .contents");
    if (nav && !nav.dataset.marked) {
      nav.dataset.marked = "yes";
      mark(nav);
    }
  };
  contents();
  const apart = byId("apart");
  if (apart) {
    const busy = (on) => byId("reading").setAttribute("aria-busy", String(on));
    apart.addEventListener("htmx:before:request", () => busy(true));
    document.addEventListener("htmx:finally:request", () => {
      busy(false);
      contents();
    });
  }
})();
