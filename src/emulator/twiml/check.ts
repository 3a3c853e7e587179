import { schemaWarning } from '../verbs/attributes.ts';
import type { CheckedElement, Grammar } from '../verbs/verb.ts';
import { elementsOf, textOf, type XmlElement } from './xml.ts';

type Warn = (code: number, message: string) => void;

/**
 * Holds an element against its verb's grammar. What does not belong is warned of and left out: unknown
 * attributes and elements, values that are not allowed, text where none may stand.
 */
export function checkElement(
  element: XmlElement,
  verb: Grammar,
  verbs: ReadonlyMap<string, Grammar>,
  warn: Warn,
): CheckedElement {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.attributes)) {
    const rule = Object.hasOwn(verb.attributes, name) ? verb.attributes[name] : undefined;
    if (rule === undefined) warn(schemaWarning, `${verb.name}: attribute '${name}' is not allowed`);
    else if (rule.accepts(value)) attributes[name] = value;
    else warn(rule.code, `${verb.name}: invalid ${name} value '${value.slice(0, 40)}'`);
  }
  const ownText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  if (ownText && !verb.text) warn(schemaWarning, `${verb.name}: text is not allowed`);
  const allowed = elementsOf(element).filter((child) => {
    if (verb.nests.includes(child.name)) return true;
    warn(schemaWarning, `${verb.name}: element <${child.name}> is not allowed`);
    return false;
  });
  return {
    name: element.name,
    attributes,
    text: verb.text ? textOf(element) : '',
    elements: allowed.flatMap((child) => {
      const nested = verbs.get(child.name);
      return nested === undefined ? [] : [checkElement(child, nested, verbs, warn)];
    }),
  };
}
