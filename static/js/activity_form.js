// The form of an activity: only what the chosen kind has is shown, and the keys do what they say.
// Without this script everything is there.
const form = document.getElementById("aktivitet");

// A group that holds an error stays in sight, whatever the kind.
function showKinds() {
  const kind = form.elements.kind.value;
  for (const part of form.querySelectorAll("[data-kinds]")) {
    const isWrong = part.querySelector("[aria-invalid=true]");
    part.hidden = !part.dataset.kinds.split(" ").includes(kind) && !isWrong;
  }
}

function addDates() {
  for (const group of form.querySelectorAll("[data-dates]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "tertiary";
    button.textContent = group.dataset.dates;
    button.addEventListener("click", () => anotherDate(group).focus());
    group.append(button);
  }
}

function anotherDate(group) {
  const inputs = group.querySelectorAll("input");
  const last = inputs[inputs.length - 1];
  const next = last.cloneNode();
  next.value = "";
  next.id = `${inputs[0].id}_${inputs.length}`;
  next.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+$/, inputs.length + 2));
  last.after(next);
  return next;
}

// The part that follows the tiltak is replaced; what was unfolded stays so.
function keepUnfolded() {
  let isOpen = false;
  form.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "forvalg") isOpen = event.target.querySelector("details")?.open ?? false;
  });
  form.addEventListener("htmx:afterSettle", () => {
    const fold = form.querySelector("#forvalg details");
    if (fold && isOpen) fold.open = true;
    isOpen = false;
  });
}

// The summary of errors has the focus, and its links lead to what is folded away.
function unfoldErrors() {
  for (const wrong of form.querySelectorAll("[aria-invalid=true]")) {
    wrong.closest("details")?.setAttribute("open", "");
  }
}

form.addEventListener("change", (event) => event.target.name === "kind" && showKinds());
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".actions button[type=submit]"));
});
// What activity_offline.js fills in tells itself by this.
form.addEventListener("filled", showKinds);
showKinds();
addDates();
keepUnfolded();
unfoldErrors();

export { anotherDate };
