const svgSpace = 'http://www.w3.org/2000/svg';

type Attributes = Record<string, string | number | boolean | null>;

/** An element with attributes (`true`: present, `false` and null: absent) and children; texts become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

/** Sets or takes away one attribute, and leaves it alone when it is so already. */
export function setAttribute(target: Element, name: string, value: string | number | boolean | null): void {
  if (value === false || value === null) target.removeAttribute(name);
  else if (target.getAttribute(name) !== String(value === true ? '' : value))
    target.setAttribute(name, value === true ? '' : String(value));
}

/** Sets an element's text, and leaves it alone when it is so already: a live region speaks on every change. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A line drawing of 24 × 24 from one path, invisible to screen readers. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(svgSpace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.appendChild(document.createElementNS(svgSpace, 'path')).setAttribute('d', path);
  return svg;
}
