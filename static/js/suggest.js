// Turns <select data-suggest> into a list to type in (the ARIA combobox pattern). The select stays
// in the form and is what gets sent; without JavaScript it is simply used as it is.
const texts = document.getElementById("suggest-texts")?.dataset ?? {};
const LETTERS = { æ: "ae", ø: "o", đ: "d", ŋ: "n", ŧ: "t", ß: "ss" };

// «alesund» finds Ålesund and «karasjok» finds Kárášjohka – Karasjok.
function fold(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replace(/[æøđŋŧß]/g, (letter) => LETTERS[letter]).trim();
}

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

class Suggest {
  constructor(select) {
    this.select = select;
    this.isMultiple = select.multiple;
    this.id = select.id;
    this.build();
    this.listen();
    this.show();
  }

  build() {
    const { select, id } = this;
    select.id = `${id}-select`;
    this.list = element("ul", { role: "listbox", id: `${id}-list`, class: "suggest__list", hidden: "" });
    this.input = element("input", {
      id,
      class: "ds-input suggest__input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      placeholder: this.hint,
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    });
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.chips = element("ul", { class: "suggest__chips", hidden: "" });
    this.status = element("p", { class: "ds-sr-only", role: "status" });
    const label = document.querySelector(`label[for="${id}"]`)?.firstChild.textContent.trim() ?? "";
    this.list.setAttribute("aria-label", label);
    this.chips.setAttribute("aria-label", label);
    this.moveRequired();
    this.root = element("div", { class: "suggest" }, this.chips, this.input, this.list, this.status);
    select.classList.add("suggest__native");
    select.before(this.root);
    this.root.append(select);
    if (this.isMultiple) this.list.setAttribute("aria-multiselectable", "true");
  }

  // «Alle fylker» says what no choice means; a row of dashes says nothing.
  get hint() {
    const none = this.options.find((option) => option.value === "")?.text ?? "";
    return /\p{L}/u.test(none) ? none : (texts.hint ?? "");
  }

  // A hidden required select would stop the form without saying why.
  moveRequired() {
    if (!this.select.required) return;
    this.select.required = false;
    if (this.isMultiple) this.input.setAttribute("aria-required", "true");
    else this.input.required = true;
  }

  listen() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.leave());
    // mousedown, so that the input keeps the focus while an option is chosen
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[role=option]");
      if (item) this.choose(this.options[item.dataset.index]);
    });
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
  }

  get options() {
    return [...this.select.options];
  }

  get chosen() {
    return this.options.filter((option) => option.selected && option.value !== "");
  }

  matches(text) {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const hits = this.options.filter((option) => {
      const group = option.parentElement.label ?? "";
      const hay = fold(`${option.text} ${group}`);
      return option.value !== "" && words.every((word) => hay.includes(word));
    });
    const starts = (option) => (fold(option.text).startsWith(words[0] ?? "") ? 0 : 1);
    return hits.sort((a, b) => starts(a) - starts(b));
  }

  open(text) {
    const hits = this.matches(text);
    this.list.replaceChildren(...hits.map((option) => this.item(option)));
    if (!hits.length) {
      const none = { class: "suggest__none", role: "option", "aria-disabled": "true" };
      this.list.append(element("li", none, texts.none ?? ""));
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const said = hits.length ? texts.hits : texts.none;
    this.status.textContent = said?.replace("{count}", hits.length) ?? "";
    this.activate(text && hits.length ? 0 : -1);
  }

  item(option) {
    const index = option.index;
    const item = element(
      "li",
      { role: "option", id: `${this.id}-${index}`, "data-index": index, class: "suggest__option" },
      option.text,
    );
    item.setAttribute("aria-selected", option.selected);
    const group = option.parentElement.label;
    if (group) item.append(element("span", { class: "suggest__group" }, group));
    return item;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(position) {
    const items = [...this.list.querySelectorAll("[data-index]")];
    this.active = items.length ? Math.max(-1, Math.min(position, items.length - 1)) : -1;
    items.forEach((item, at) => item.toggleAttribute("data-active", at === this.active));
    const current = items[this.active];
    if (current) {
      this.input.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const isOpen = !this.list.hidden;
    const keys = {
      ArrowDown: () => (isOpen ? this.activate(this.active + 1) : this.open("")),
      ArrowUp: () => (isOpen ? this.activate(Math.max(0, this.active - 1)) : this.open("")),
      Enter: isOpen ? () => this.chooseActive() : null,
      Escape: isOpen ? () => this.leave() : null,
    };
    if (keys[event.key]) {
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    } else if (event.key === "Backspace" && this.isMultiple && !this.input.value) {
      const last = this.chosen.at(-1);
      if (last) this.choose(last);
    }
  }

  chooseActive() {
    const item = this.list.querySelector("[data-active]");
    if (item) this.choose(this.options[item.dataset.index]);
  }

  choose(option) {
    if (this.isMultiple) {
      option.selected = !option.selected;
      this.input.value = "";
      this.show();
      this.open("");
    } else {
      this.select.value = option.value;
      this.show();
      this.close();
    }
    this.tell();
  }

  // What was typed counts only when it names an option; emptied means nothing chosen.
  leave() {
    const typed = fold(this.input.value);
    if (!this.isMultiple && typed !== fold(this.chosen[0]?.text ?? "")) {
      const named = this.options.find((option) => option.value !== "" && fold(option.text) === typed);
      if (named) this.select.value = named.value;
      else if (!typed) this.select.value = "";
      if (named || !typed) this.tell();
    }
    this.show();
    this.close();
  }

  tell() {
    this.select.dispatchEvent(new Event("input", { bubbles: true }));
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show() {
    if (!this.isMultiple) {
      this.input.value = this.chosen[0]?.text ?? "";
      return;
    }
    this.input.value = "";
    this.chips.replaceChildren(...this.chosen.map((option) => this.chip(option)));
    this.chips.hidden = !this.chosen.length;
  }

  chip(option) {
    const label = texts.remove?.replace("{name}", option.text) ?? option.text;
    const button = element("button", { type: "button", class: "suggest__chip", "aria-label": label }, option.text);
    button.addEventListener("click", () => {
      option.selected = false;
      this.show();
      this.tell();
      this.input.focus();
    });
    return element("li", {}, button);
  }
}

function upgrade(root) {
  for (const select of root.querySelectorAll("select[data-suggest]:not(.suggest__native, :disabled)")) {
    new Suggest(select);
  }
}

upgrade(document);
document.addEventListener("htmx:load", (event) => upgrade(event.detail.elt));
