"use strict";
// The room: turns as they are made, lenses, threads, replay, and a word of one's own.
(() => {
  const byId = (id) => document.getElementById(id);
  const list = byId("turns");
  if (!list) return;
  const state = byId("room-state");
  let ended = false;
  let lens = "";
  let thread = null;
  let replay = 0; // the last number that is shown while replaying; 0: now
  let timer = 0;

  const turns = () => [...list.querySelectorAll(".turn")];
  const number = (turn) => Number(turn.dataset.n);
  const last = () => turns().reduce((most, turn) => Math.max(most, number(turn)), 0);
  const answers = (turn) => turn.dataset.answers.split(" ").filter(Boolean);

  // ── what is shown ──

  const connected = (id) => {
    const found = new Set([id]);
    let grown = true;
    while (grown) {
      grown = false;
      for (const turn of turns()) {
        const near = found.has(turn.id) || answers(turn).some((other) => found.has(other));
        if (near && !turn.classList.contains("chair") && !found.has(turn.id)) {
          found.add(turn.id);
          grown = true;
        }
        if (found.has(turn.id) && !turn.classList.contains("chair"))
          for (const other of answers(turn))
            if (!found.has(other)) {
              found.add(other);
              grown = true;
            }
      }
    }
    return found;
  };

  const show = () => {
    const only = thread && connected(thread);
    for (const turn of turns()) {
      const fits = (!lens || turn.dataset.lens === lens) && (!only || only.has(turn.id)) && (!replay || number(turn) <= replay);
      turn.hidden = !fits;
    }
    byId("thread-bar").hidden = !thread;
    byId("replay").hidden = !replay;
    if (replay) byId("replay-at").textContent = `Turn ${replay} of ${last()}`;
  };

  const reference = (turn) => {
    const link = document.createElement("a");
    link.href = "#" + turn.id;
    link.textContent = `${turn.dataset.name} ${turn.dataset.n}`;
    return link;
  };

  const wire = (turn) => {
    if (turn.classList.contains("chair")) return; // it sums up, and answers nobody
    for (const id of answers(turn)) {
      const answered = byId(id);
      const place = answered && answered.querySelector(".replies");
      if (!place || place.querySelector(`a[href="#${CSS.escape(turn.id)}"]`)) continue;
      const link = reference(turn);
      if (place.querySelector("a")) place.append(", ");
      place.append(link);
      place.hidden = false;
    }
  };

  const below = () => list.getBoundingClientRect().bottom - window.innerHeight > 120;

  const add = (event) => {
    const coming = Number(event.lastEventId);
    if (coming <= last()) return; // seen already
    const away = below();
    const made = document.createElement("template");
    // Made by our own templates from escaped text; the policy of the page lets nothing in it run.
    made.innerHTML = event.data;
    const turn = made.content.querySelector(".turn");
    list.append(turn);
    list.dataset.last = String(coming);
    wire(turn);
    show();
    turn.classList.add("fresh");
    if (away && !turn.hidden) byId("unseen").hidden = false;
    else if (!turn.hidden && !document.activeElement.closest(".ask, .turn")) turn.scrollIntoView({ block: "nearest" });
  };

  const stand = (event) => {
    const told = JSON.parse(event.data);
    ended = told.ended;
    byId("waiting").hidden = ended || Boolean(told.problem);
    state.textContent = told.problem || (ended ? "The panel has nothing new to say. Ask it something." : "The panel is talking.");
    const open = new Set(told.unanswered);
    const links = [];
    for (const turn of turns()) {
      const mark = turn.querySelector(".open");
      if (mark) mark.hidden = !open.has(turn.id);
      if (open.has(turn.id)) links.push(", ", reference(turn));
    }
    byId("room-open").hidden = !links.length;
    byId("room-open").querySelector("span").replaceChildren(...links.slice(1));
  };

  // ── live ──

  let source = null;
  const listen = () => {
    source = new EventSource(`${list.dataset.story}/room/live?after=${last()}`);
    source.addEventListener("turn", add);
    source.addEventListener("state", stand);
    source.addEventListener("open", () => state.classList.remove("lost"));
    source.addEventListener("error", () => {
      state.classList.add("lost");
      state.textContent = "The line is down; it will be taken up where it was left.";
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000); // the server refused: it may be starting
    });
  };
  listen();
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
  byId("unseen-link").addEventListener("click", (event) => {
    event.preventDefault();
    byId("unseen").hidden = true;
    list.lastElementChild.scrollIntoView({ block: "end" });
  });
  document.addEventListener("scroll", () => {
    if (!below()) byId("unseen").hidden = true;
  }, { passive: true });

  // ── lenses, threads, replay ──

  const address = () => {
    const url = new URL(location.href);
    const set = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
    set("lens", lens);
    set("thread", thread);
    set("until", replay ? String(replay) : "");
    url.searchParams.delete("ask");
    url.searchParams.delete("to");
    history.replaceState(history.state, "", url);
  };
  const update = () => {
    show();
    address();
  };
  const picks = [...document.querySelectorAll(".lens-pick")];
  const pickLens = (wanted) => {
    lens = wanted;
    for (const pick of picks) pick.toggleAttribute("aria-current", false);
    const now = picks.find((pick) => pick.dataset.lens === lens) || picks[0];
    lens = now.dataset.lens;
    now.setAttribute("aria-current", "true");
  };
  // Every control is a link that works without this script; here it is done in place.
  const plain = (event) => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const instead = (element, act) =>
    element.addEventListener("click", (event) => {
      if (!plain(event)) return;
      event.preventDefault();
      act();
    });
  for (const pick of picks)
    instead(pick, () => {
      pickLens(pick.dataset.lens);
      update();
    });

  const pause = () => {
    clearInterval(timer);
    timer = 0;
    byId("replay-play").textContent = "Play";
  };
  const step = (by) => {
    replay = Math.min(Math.max(1, replay + by), last());
    update();
    const turn = turns().find((each) => number(each) === replay);
    if (turn) turn.scrollIntoView({ block: "nearest" });
    if (replay >= last()) pause();
  };
  const play = () => {
    if (replay >= last()) replay = 0;
    timer = setInterval(() => step(1), 3500);
    byId("replay-play").textContent = "Pause";
    step(1);
  };
  instead(byId("replay-back"), () => step(-1));
  instead(byId("replay-next"), () => step(1));
  byId("replay-play").addEventListener("click", () => (timer ? pause() : play()));
  instead(byId("replay-live"), () => {
    pause();
    replay = 0;
    update();
  });
  instead(byId("thread-all"), () => {
    thread = null;
    update();
  });

  const speakTo = (id, name) => {
    byId("ask-to").hidden = !id;
    byId("ask-to-field").value = id;
    byId("ask-to-link").textContent = name;
    byId("ask-to-link").href = "#" + (id || "ask");
  };
  instead(byId("ask-to-clear"), () => {
    speakTo("", "");
    byId("ask-words").focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".turn-foot a");
    if (!button || !plain(event) || !(button.dataset.thread || button.dataset.replay || button.dataset.reply)) return;
    event.preventDefault();
    if (button.dataset.thread) {
      thread = button.dataset.thread;
      update();
      byId("thread-all").focus();
    } else if (button.dataset.replay) {
      replay = Number(button.dataset.replay);
      update();
      byId("replay-play").focus();
    } else if (button.dataset.reply) {
      speakTo(button.dataset.reply, button.dataset.name);
      byId("ask-words").focus();
    }
  });
  for (const each of document.querySelectorAll("[data-question]"))
    instead(each, () => {
      byId("ask-words").value = each.dataset.question;
      byId("ask-words").focus();
    });

  // ── one's own words ──

  const form = byId("ask");
  const refuse = (words) => {
    byId("ask-problem").textContent = words;
    byId("ask-problem").hidden = !words;
  };
  form.addEventListener("htmx:after:request", (event) => {
    const { response, text } = event.detail.ctx;
    if (response.status === 204) {
      refuse("");
      byId("ask-words").value = "";
      speakTo("", "");
      pickLens("");
      thread = null;
      replay = 0;
      update();
      return;
    }
    let words = "The server could not take it; your words are still here.";
    try {
      words = JSON.parse(text).problem;
    } catch {
      // no JSON: the words above stand
    }
    refuse(words);
    byId("ask-words").focus();
  });
  form.addEventListener("htmx:error", () => refuse("The server does not answer; your words are still here."));
  byId("ask-words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  try {
    byId("ask-who").value = localStorage.getItem("cuibono-name") || "";
    byId("ask-who").addEventListener("change", () => localStorage.setItem("cuibono-name", byId("ask-who").value));
  } catch {
    // a browser that keeps nothing: the name is typed anew
  }

  // ── keys ──

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key !== "j" && event.key !== "k") return;
    const seen = turns().filter((turn) => !turn.hidden);
    const at = seen.indexOf(document.activeElement.closest(".turn"));
    const next = seen[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (next) {
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  });

  // ── where one left off ──

  const given = new URL(location.href).searchParams;
  pickLens(given.get("lens") || "");
  thread = given.get("thread");
  replay = Math.max(0, Number(given.get("until")) || 0);
  if (thread && !byId(thread)) thread = null;
  show();
})();
