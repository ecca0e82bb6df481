// A row of buttons over a text area marked data-rich: each puts its marks into the text.
const LINE = { heading: "## ", list: "- ", numbered: "1. " };
const AROUND = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const TABLE = "\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n";

// As if it had been typed: undo works, and whoever listens for input is told.
function put(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function markLines(area, kind) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(from, area.selectionEnd).split("\n");
  const marked = lines.map((line, number) => (kind === "numbered" ? `${number + 1}. ` : LINE[kind]) + line);
  put(area, marked.join("\n"), from, area.selectionEnd);
}

function markAround(area, kind, placeholder) {
  const { selectionStart: from, selectionEnd: to } = area;
  const [before, after] = AROUND[kind];
  const inner = area.value.slice(from, to) || placeholder;
  put(area, before + inner + after, from, to);
  area.setSelectionRange(from + before.length, from + before.length + inner.length);
}

function act(area, kind, labels) {
  if (kind in LINE) markLines(area, kind);
  else if (kind in AROUND) markAround(area, kind, labels.text);
  else put(area, TABLE, area.selectionEnd, area.selectionEnd);
}

function button(area, kind, labels) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ds-button";
  made.dataset.variant = "tertiary";
  made.dataset.size = "sm";
  made.textContent = labels[kind];
  made.addEventListener("click", () => act(area, kind, labels));
  return made;
}

function addTools(area) {
  const labels = JSON.parse(area.dataset.rich);
  const tools = document.createElement("div");
  tools.className = "rich-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", labels.toolbar);
  const kinds = ["heading", "list", "numbered", "bold", "italic", "link", "table"];
  tools.append(...kinds.map((kind) => button(area, kind, labels)));
  area.before(tools);
}

document.querySelectorAll("textarea[data-rich]").forEach(addTools);
