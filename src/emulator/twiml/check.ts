import { schemaWarning } from '../verbs/attributes.ts';
import type { CheckedElement, Grammar } from '../verbs/verb.ts';
import { textOf, type XmlElement } from './xml.ts';

type Warn = (code: number, message: string) => void;

/**
 * Holds an element against its grammar. What does not belong is warned of and left out: unknown
 * attributes and elements, values that are not allowed, text where none may stand.
 */
export function checkElement(
  element: XmlElement,
  grammar: Grammar,
  grammars: ReadonlyMap<string, Grammar>,
  warn: Warn,
): CheckedElement {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(element.attributes)) {
    const rule = Object.hasOwn(grammar.attributes, name) ? grammar.attributes[name] : undefined;
    if (rule === undefined) warn(schemaWarning, `${grammar.name}: attribute '${name}' is not allowed`);
    else if (rule.accepts(value)) attributes[name] = value;
    else warn(rule.code, `${grammar.name}: invalid ${name} value '${value.slice(0, 40)}'`);
  }
  const ownText = element.children.some((child) => typeof child === 'string' && child.trim() !== '');
  if (ownText && !grammar.text) warn(schemaWarning, `${grammar.name}: text is not allowed`);
  const content = element.children.flatMap((child): readonly (string | CheckedElement)[] => {
    if (typeof child === 'string') return grammar.text ? [child] : [];
    const nested = grammar.nests.includes(child.name) ? grammars.get(child.name) : undefined;
    if (nested !== undefined) return [checkElement(child, nested, grammars, warn)];
    warn(schemaWarning, `${grammar.name}: element <${child.name}> is not allowed`);
    return [];
  });
  return {
    name: element.name,
    attributes,
    text: grammar.text ? textOf(element) : '',
    elements: content.filter((part) => typeof part !== 'string'),
    content,
  };
}
