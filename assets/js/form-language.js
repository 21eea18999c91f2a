/* What the server executes, and nothing else: its components in the palette, its properties in the panel. */
import { h } from "preact";

const GROUP = "own-properties";

/* A module for form-js; `language` is what the server serves: {components, properties}. */
export function spoken(language) {
  function components(formFields) {
    for (const type of Object.keys(formFields._formFields)) {
      if (type === "default") continue;
      const name = language.components[type];
      if (name) formFields.register(type, renamed(formFields.get(type), name));
      else delete formFields._formFields[type];
    }
  }
  components.$inject = ["formFields"];

  function properties(propertiesPanel) {
    propertiesPanel.registerProvider({ getGroups: (field, edit) => (groups) => withOwn(groups, field, edit, language) }, 500);
  }
  properties.$inject = ["propertiesPanel"];

  return { __init__: ["ownComponents", "ownProperties"], ownComponents: ["type", components], ownProperties: ["type", properties] };
}

/* The same component under our name, which a new one also has as its label. */
function renamed(component, name) {
  const { config } = component;
  const create = (given, ...more) => {
    const made = config.create(given, ...more);
    return made.label === given.label ? made : { ...made, label: name };
  };
  return Object.assign((props) => component(props), { config: { ...config, name, create } });
}

/* Our group comes after the general one; the free properties only for what has no place of its own. */
function withOwn(groups, field, edit, { properties }) {
  const own = properties.filter(({ components }) => components.includes(field.type));
  const known = new Set(properties.map(({ name }) => name));
  const free = Object.keys(field.properties ?? {}).some((name) => !known.has(name));
  const rest = groups.filter(({ id }) => id !== "custom-values" || free);
  if (!own.length) return rest;
  const entries = own.map((property) => ({ id: `own-${property.name}`, component: Entry, property, edit }));
  rest.splice(1, 0, { id: GROUP, label: "Van Procesregie", entries });
  return rest;
}

function Entry({ id, element, property, edit }) {
  const { name, kind, label, help, choices } = property;
  const value = element.properties?.[name] ?? "";
  const write = ({ target }) => {
    const left = { ...element.properties, [name]: target.value.trim() };
    if (!left[name]) delete left[name];
    edit(element, ["properties"], Object.keys(left).length ? left : undefined);
  };
  const given = { id: `bio-properties-panel-${id}`, class: "bio-properties-panel-input", onChange: write, "aria-describedby": help ? `${id}-help` : undefined };
  const options = () => [["", "geen"], ...choices].map(([code, said]) => h("option", { value: code, selected: code === String(value) }, said));
  const box = kind === "choice" ? h("select", given, options()) : h("input", { ...given, type: "text", spellcheck: false, value, inputmode: kind === "number" ? "numeric" : undefined });
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id }, [
    h("div", { class: "bio-properties-panel-textfield" }, [h("label", { class: "bio-properties-panel-label", for: given.id }, label), box]),
    help && h("div", { class: "bio-properties-panel-description", id: `${id}-help` }, help),
  ]);
}
