// Lists, pages and edits products through the API. Whatever comes from the shop becomes text, never markup.

const at = (id) => document.getElementById(id);
const filter = at("filter");
const form = at("product");
const dialog = at("dialog");
const NUMBERS = ["category_id", "stock_quantity"];
const SWITCHES = ["is_active", "is_featured"];

// What the dialog edits: the id of a product and the state it was read in, or null for a new one.
let edited = null;
// The page that was asked for last; an answer to an earlier question is not shown.
let asked = 0;

// Asks the shop, and answers with the body and the ETag; a refusal is thrown as its problem.
async function ask(method, path, body, etag) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-Match"] = etag;
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw { title: "No answer", detail: "The shop cannot be reached.", code: "unreachable" };
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    throw { title: `Status ${response.status}`, detail: "The answer cannot be read.", code: "unreadable" };
  }
  if (!response.ok) throw answer ?? { title: `Status ${response.status}`, detail: "", code: "unknown" };
  return { body: answer, etag: response.headers.get("ETag") };
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function tell(box, problem) {
  const fields = problem?.fields ?? [];
  for (const control of form.elements) {
    const wrong = box.id === "refusal" && fields.includes(control.name);
    if (wrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  box.hidden = !problem;
  if (!problem) return box.replaceChildren();
  // An error of this script has a message alone.
  const about = fields.length ? ` (${fields.join(", ")})` : "";
  const head = element("p", "");
  head.append(element("strong", problem.title ?? "Error"));
  box.replaceChildren(head, element("p", `${problem.detail ?? problem.message}${about}`), element("code", problem.code ?? ""));
}

const place = () => new URLSearchParams(location.search);

// Shows what the address asks for.
async function show() {
  const number = ++asked;
  const wanted = place();
  for (const control of filter.elements) if (control.name) control.value = wanted.get(control.name) ?? "";
  try {
    const { body } = await ask("GET", `products?${wanted}`);
    if (number !== asked) return;
    tell(at("problem"), null);
    at("rows").replaceChildren(...body.items.map(row));
    at("place").textContent = `Page ${body.page} of ${Math.max(body.pages, 1)}, products: ${body.total}`;
    at("previous").disabled = body.page <= 1;
    at("next").disabled = body.page >= body.pages;
  } catch (problem) {
    if (number === asked) tell(at("problem"), problem);
  }
}

function row(product) {
  const made = document.createElement("tr");
  const edit = element("button", "Edit", { id: `edit-${product.id}`, type: "button", "aria-label": `Edit ${product.name}` });
  edit.addEventListener("click", () => open(product.id));
  const last = element("td", "");
  last.append(edit);
  made.append(
    element("th", product.name, { scope: "row" }),
    element("td", product.sku ?? ""),
    element("td", product.category?.name ?? ""),
    element("td", product.price, { class: "number" }),
    element("td", String(product.stock_quantity), { class: "number" }),
    element("td", product.is_active ? "yes" : "no"),
    last,
  );
  return made;
}

// Goes to another place in the list; the address says which, so that it can be kept and sent.
function go(change) {
  const wanted = place();
  for (const [key, value] of Object.entries(change)) {
    if (value === "") wanted.delete(key);
    else wanted.set(key, value);
  }
  history.pushState(null, "", `?${wanted}`);
  return show();
}

function turn(by) {
  return go({ page: String(Number(place().get("page") ?? 1) + by) });
}

// Opens the dialog, for a product as it is now or for a new one.
async function open(id) {
  try {
    const { body, etag } = id === undefined ? { body: {}, etag: null } : await ask("GET", `products/${id}`);
    edited = id === undefined ? null : { id, etag };
    fill(body);
    tell(at("refusal"), null);
    at("title").textContent = edited ? `Edit ${body.name}` : "New product";
    at("reload").hidden = true;
    at("delete").hidden = !edited;
    if (!dialog.open) dialog.showModal();
    form.elements.name.focus();
  } catch (problem) {
    tell(dialog.open ? at("refusal") : at("problem"), problem);
  }
}

function fill(product) {
  form.reset();
  const known = { ...product, category_id: product.category?.id };
  for (const control of form.elements) {
    if (!(control.name in known)) continue;
    if (control.type === "checkbox") control.checked = known[control.name];
    else control.value = known[control.name] ?? "";
  }
}

// What the form says, as the API takes it: an empty field is null.
function said() {
  const body = {};
  for (const control of form.elements) {
    if (!control.name) continue;
    const text = control.value.trim();
    if (SWITCHES.includes(control.name)) body[control.name] = control.checked;
    else if (text === "") body[control.name] = null;
    else body[control.name] = NUMBERS.includes(control.name) && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  // These take no null: an empty one is left to the shop's own words.
  for (const name of ["name", "price"]) body[name] ??= "";
  if (body.stock_quantity === null) delete body.stock_quantity;
  return body;
}

// Does something to the edited product, shows the list, and says what was done.
async function finish(done, work) {
  try {
    await work();
    dialog.close();
    await show();
    at("status").textContent = done;
    // The button that opened the dialog may be another one now.
    (at(`edit-${edited?.id}`) ?? at("new")).focus();
  } catch (problem) {
    tell(at("refusal"), problem);
    form.querySelector("[aria-invalid=true]")?.focus();
    at("reload").hidden = problem.status !== 412;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const body = said();
  const save = () => edited ? ask("PATCH", `products/${edited.id}`, body, edited.etag) : ask("POST", "products", body);
  finish(`${body.name} is saved.`, save);
});
at("delete").addEventListener("click", () => {
  const name = form.elements.name.value;
  if (!confirm(`Delete ${name}?`)) return;
  finish(`${name} is deleted.`, () => ask("DELETE", `products/${edited.id}`, undefined, edited.etag));
});
at("cancel").addEventListener("click", () => dialog.close());
at("reload").addEventListener("click", () => open(edited.id));
at("new").addEventListener("click", () => open());
at("previous").addEventListener("click", () => turn(-1));
at("next").addEventListener("click", () => turn(1));
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ ...Object.fromEntries(new FormData(filter)), page: "" });
});
addEventListener("popstate", show);

try {
  const { body } = await ask("GET", "categories");
  for (const list of [filter.elements.category_id, form.elements.category_id]) {
    list.append(...body.map((category) => element("option", category.name, { value: category.id })));
  }
} catch (problem) {
  tell(at("problem"), problem);
}
await show();
