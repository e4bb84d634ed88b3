/* Suggestions while somebody types into a search box, and a count of which results are opened. Search works without.
   The box becomes an "editable combobox with list autocomplete" (WAI-ARIA Authoring Practices, pattern "combobox"). */
"use strict";

(() => {
  const WAIT = 180; // milliseconds after the last key
  const LEAST = 2; // letters
  const MOST = 8;
  const RIGHT_TO_LEFT = new Set(["ar", "fa", "prs", "ps", "ur", "ckb", "he", "yi"]);
  let boxes = 0;

  function element(name, attributes = {}, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  class Combobox {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[name=q]");
      this.known = new Map();
      this.options = [];
      this.active = -1;
      const id = `suggestions-${++boxes}`;
      this.list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": form.dataset.heading });
      this.list.hidden = true;
      this.status = element("p", { class: "visually-hidden", role: "status" });
      form.append(this.list, this.status);
      const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
      for (const [key, value] of Object.entries(roles)) this.input.setAttribute(key, value);
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      // The box keeps the focus while an option is pressed, or the list would be gone before the click.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(this.options.indexOf(option));
      });
      form.addEventListener("submit", () => this.stop());
    }

    stop() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.close();
    }

    text() {
      return this.input.value.trim();
    }

    typed() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.mark(-1);
      if ([...this.text()].length < LEAST) return this.close();
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      const asked = this.text();
      if (!this.known.has(asked)) {
        this.request = new AbortController();
        const address = new URL(this.form.dataset.suggest, location.href);
        address.search = new URLSearchParams({ q: asked, lang: this.form.dataset.language });
        try {
          const answer = await fetch(address, { signal: this.request.signal, credentials: "omit" });
          if (!answer.ok) return this.close();
          this.known.set(asked, (await answer.json()).suggestions.slice(0, MOST));
        } catch {
          return; // aborted by the next key, or no network: the box is a box
        }
      }
      if (asked === this.text() && document.activeElement === this.input) this.show(this.known.get(asked));
    }

    show(suggestions) {
      this.suggestions = suggestions;
      this.mark(-1);
      this.options = suggestions.map((suggestion, number) => this.option(suggestion, number));
      this.list.replaceChildren(...this.options);
      this.list.hidden = suggestions.length === 0;
      this.input.setAttribute("aria-expanded", String(suggestions.length > 0));
      this.say(suggestions.length ? `${this.form.dataset.number} ${suggestions.length}` : this.form.dataset.none);
    }

    option(suggestion, number) {
      const option = element("li", { id: `${this.list.id}-${number}`, role: "option", "aria-selected": "false" });
      const text = element("span", { class: "suggestions__text" }, suggestion.text);
      if (suggestion.language && suggestion.language !== this.form.dataset.language) {
        text.lang = suggestion.language;
        text.dir = RIGHT_TO_LEFT.has(suggestion.language) ? "rtl" : "ltr";
      } else if (suggestion.type === "search") {
        text.dir = "auto";
      }
      option.append(text);
      const kind = this.form.dataset[suggestion.type];
      if (kind) option.append(" ", element("span", { class: "suggestions__kind" }, kind));
      return option;
    }

    say(text) {
      this.status.textContent = text;
    }

    isOpen() {
      return !this.list.hidden;
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.mark(-1);
      this.say("");
    }

    mark(number) {
      this.options[this.active]?.setAttribute("aria-selected", "false");
      this.active = number;
      const option = this.options[number];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    key(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const last = this.options.length - 1;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (!this.isOpen()) {
          if ([...this.text()].length >= LEAST && !(event.altKey && !down)) this.ask();
        } else if (event.altKey) {
          if (!down) this.close();
        } else if (down) {
          this.mark(this.active >= last ? -1 : this.active + 1);
        } else {
          this.mark(this.active < 0 ? last : this.active - 1);
        }
      } else if (event.key === "Enter" && this.isOpen() && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && this.isOpen()) {
        event.preventDefault(); // the first Escape closes the list, the next empties the box
        this.stop();
      } else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
        this.mark(-1);
      }
    }

    choose(number) {
      const suggestion = this.suggestions[number];
      if (!suggestion) return;
      this.stop();
      if (suggestion.url) {
        location.assign(suggestion.url);
      } else {
        this.input.value = suggestion.text;
        this.form.requestSubmit();
      }
    }
  }

  function count(event) {
    const link = event.target.closest?.("[data-opened] a[href]");
    if (!link || (event.type === "auxclick" && event.button !== 1)) return;
    const { opened, searched, language } = link.closest("[data-opened]").dataset;
    const data = new FormData();
    data.append("q", searched);
    data.append("lang", language);
    navigator.sendBeacon?.(opened, data);
  }

  document.querySelectorAll("form[data-suggest]").forEach((form) => new Combobox(form));
  document.addEventListener("click", count);
  document.addEventListener("auxclick", count);
})();
