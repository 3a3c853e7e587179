/** An element of an XML document. Text is decoded; comments are gone. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** The text is not well-formed XML, or uses a part of XML that TwiML has no need of. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

const namePattern = /[A-Za-z_][\w.:-]*/y;
const space = /[ \t\r\n]*/y;
const declaration = /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])1\.[0-9]+\1[^?<>]*\?>/y;
// XML 1.0 forbids these even as references.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const deepest = 64;

function decode(text: string): string {
  return text.replace(/&([^;&<]*;?)/g, (whole, body: string) => {
    const entity = /^(?:([a-z]+)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));$/.exec(body);
    if (!entity) throw new XmlError(`'${whole.slice(0, 20)}' is not an entity: write & as &amp;`);
    const [, word, decimal, hexadecimal] = entity;
    if (word !== undefined) {
      const character = named[word];
      if (character === undefined) throw new XmlError(`unknown entity &${word};`);
      return character;
    }
    const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    const character = point <= 0x10ffff ? String.fromCodePoint(point) : '';
    if (character === '' || forbidden.test(character)) throw new XmlError(`no such character: &${body}`);
    return character;
  });
}

/**
 * Reads a whole document, strictly: one root, matching tags, quoted unique attributes, known entities, no
 * illegal characters, no DOCTYPE. Throws {@link XmlError} with the position.
 */
export function readXml(text: string): XmlElement {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const fail = (message: string): never => {
    throw new XmlError(`${message} (at character ${at})`);
  };
  if (forbidden.test(text)) fail('illegal character');

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const take = (literal: string): boolean => {
    if (!text.startsWith(literal, at)) return false;
    at += literal.length;
    return true;
  };
  const upTo = (literal: string): string => {
    const end = text.indexOf(literal, at);
    if (end < 0) fail(`'${literal}' is missing`);
    const part = text.slice(at, end);
    at = end + literal.length;
    return part;
  };
  const comment = (): boolean => {
    if (!take('<!--')) return false;
    if (upTo('--').length >= 0 && !take('>')) fail("'--' inside a comment");
    return true;
  };
  const between = (): void => {
    do match(space);
    while (comment());
  };

  const attributesOf = (): Record<string, string> => {
    const attributes = Object.create(null) as Record<string, string>;
    for (;;) {
      const gap = match(space);
      if (text[at] === '>' || text[at] === '/') return attributes;
      const name = gap === '' ? undefined : match(namePattern);
      if (name === undefined) return fail('an attribute name was expected');
      match(space);
      if (!take('=')) fail(`attribute ${name} has no value`);
      match(space);
      const quote = text[at];
      if (quote !== '"' && quote !== "'") return fail(`the value of ${name} is not quoted`);
      at += 1;
      const value = upTo(quote);
      if (value.includes('<')) fail(`'<' in the value of ${name}`);
      if (Object.hasOwn(attributes, name)) fail(`attribute ${name} is given twice`);
      attributes[name] = decode(value.replace(/[\t\r\n]/g, ' '));
    }
  };

  const contentOf = (name: string, depth: number): (XmlElement | string)[] => {
    const children: (XmlElement | string)[] = [];
    for (;;) {
      const open = text.indexOf('<', at);
      if (open < 0) fail(`<${name}> is not closed`);
      const raw = text.slice(at, open);
      if (raw.includes(']]>')) fail("']]>' in text");
      at = open;
      if (raw !== '') children.push(decode(raw));
      if (comment()) continue;
      if (take('<![CDATA[')) children.push(upTo(']]>'));
      else if (take('</')) {
        if (match(namePattern) !== name) fail(`</${name}> was expected`);
        match(space);
        if (!take('>')) fail(`</${name}> is not closed`);
        return children;
      } else children.push(element(depth + 1));
    }
  };

  const element = (depth: number): XmlElement => {
    if (depth > deepest) fail('elements are nested too deep');
    if (!take('<')) fail("'<' was expected");
    const name = match(namePattern) ?? fail('an element name was expected');
    const attributes = attributesOf();
    if (take('/>')) return { name, attributes, children: [] };
    if (!take('>')) fail(`<${name}> is not closed`);
    return { name, attributes, children: contentOf(name, depth) };
  };

  match(declaration);
  between();
  const root = element(1);
  between();
  if (at < text.length) fail('something follows the root element');
  return root;
}

/** All text inside, children's included. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

export function elementsOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}
