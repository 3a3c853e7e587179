/**
 * The part of SSML that prompts may use. Twilio passes it on to the voice: https://www.twilio.com/docs/voice/twiml/say,
 * "Using SSML". Only tags that change how words sound, with the values that they may have; nothing that fetches.
 */
const tags: ReadonlyMap<string, ReadonlyMap<string, RegExp>> = new Map([
  [
    'break',
    new Map([
      ['time', /^([1-3]s|[1-9]\d{1,2}ms|[12]\d{3}ms)$/],
      ['strength', /^(none|x-weak|weak|medium|strong|x-strong)$/],
    ]),
  ],
  ['emphasis', new Map([['level', /^(strong|moderate|reduced)$/]])],
  [
    'prosody',
    new Map([
      ['rate', /^(x-slow|slow|medium|fast|[5-9]\d%|1[0-4]\d%)$/],
      ['volume', /^(soft|medium|loud)$/],
    ]),
  ],
  [
    'say-as',
    new Map([['interpret-as', /^(digits|characters|spell-out|cardinal|ordinal|telephone|date|time)$/]]),
  ],
  ['sub', new Map([['alias', /^[^<>"{}]{1,100}$/]])],
  ['lang', new Map([['xml:lang', /^[a-z]{2,3}-[A-Z]{2}$/]])],
  ['p', new Map()],
  ['s', new Map()],
]);

/** What a prompt is made of: words, and marks between them that change how they sound. */
export type Piece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'placeholder'; readonly name: string }
  /** `heard` stands for what is inside of it, as `sub` does; `inside` ends there. */
  | {
      readonly kind: 'mark';
      readonly tag: string;
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly closes: boolean;
    };

export type ParsedText =
  { readonly ok: true; readonly pieces: readonly Piece[] } | { readonly ok: false; readonly message: string };

/** Cuts a prompt's text at its `{placeholders}` and its tags. White space is what a voice makes of it: one blank. */
export function parseText(text: string): ParsedText {
  const plain = text.replace(/\s+/g, ' ').trim();
  const pieces: Piece[] = [];
  const open: string[] = [];
  for (const token of plain.split(/(<[^<>]*>|\{[^{}]*\})/).filter((part) => part !== '')) {
    if (token.startsWith('{') && token.endsWith('}')) {
      pieces.push({ kind: 'placeholder', name: token.slice(1, -1).trim() });
      continue;
    }
    if (!token.startsWith('<') || !token.endsWith('>')) {
      if (/[<>]/.test(token))
        return refused('"<" or ">" stands alone: write &lt; or &gt; for the character.');
      pieces.push({ kind: 'words', words: decode(token) });
      continue;
    }
    const mark = readTag(token);
    if (typeof mark === 'string') return refused(mark);
    if (mark.closes && open.pop() !== mark.name) return refused(`${token} closes what is not open.`);
    if (!mark.closes && !mark.tag.endsWith('/>')) open.push(mark.name);
    pieces.push(mark);
  }
  if (open.length > 0) return refused(`<${open.at(-1)}> is never closed.`);
  const speaks = pieces.some(
    (piece) => piece.kind === 'placeholder' || (piece.kind === 'words' && /[\p{L}\p{N}]/u.test(piece.words)),
  );
  return speaks ? { ok: true, pieces } : refused('it says nothing.');
}

const refused = (message: string): ParsedText => ({ ok: false, message });

function readTag(token: string): (Piece & { kind: 'mark' }) | string {
  const [, slash = '', name = '', rest = '', empty = ''] =
    /^<(\/?)([a-z-]+)((?:\s+[a-z:-]+="[^"]*")*)\s*(\/?)>$/.exec(token) ?? [];
  const allowed = tags.get(name);
  if (allowed === undefined)
    return `${token} cannot be used in a prompt: only ${[...tags.keys()].join(', ')}.`;
  const attributes = new Map(
    [...rest.matchAll(/([a-z:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const closes = slash === '/';
  if (closes)
    return attributes.size === 0 && empty === ''
      ? { kind: 'mark', tag: `</${name}>`, name, attributes, closes }
      : `${token} closes a tag and can say nothing else.`;
  for (const [key, value] of attributes) {
    const pattern = allowed.get(key);
    if (pattern === undefined)
      return `<${name}> has no "${key}"${allowed.size === 0 ? '' : `, only ${[...allowed.keys()].join(', ')}`}.`;
    if (!pattern.test(value)) return `${key}="${value}" of <${name}> is not a value that we pass on.`;
  }
  if (allowed.size > 0 && attributes.size === 0)
    return `<${name}> needs ${[...allowed.keys()].join(' or ')}.`;
  if (name === 'break' && empty === '') return '<break> stands alone: <break time="500ms"/>.';
  if (name !== 'break' && empty !== '') return `${token} has nothing inside it.`;
  return { kind: 'mark', tag: written(name, attributes, empty), name, attributes, closes };
}

function written(name: string, attributes: ReadonlyMap<string, string>, empty: string): string {
  const pairs = [...attributes].map(([key, value]) => ` ${key}="${encode(decode(value))}"`);
  return `<${name}${pairs.join('')}${empty}>`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&amp;', '&'],
]);

const decode = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|amp);/g, (entity) => entities.get(entity) ?? entity);

/** Escapes words for SSML. */
export function encode(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
