import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, Node, Scalar } from 'yaml';
import type { Fault, Position } from './problem.ts';

export type Path = readonly (string | number)[];

/** One YAML file: its plain value, and the place of everything in it. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at `path` stands; the nearest thing around it when it is missing. */
  at(path: Path): Position;
  /** Where the key that leads to `path` stands. */
  atKey(path: Path): Position;
}

export type ParsedSource =
  | { readonly ok: true; readonly source: Source }
  /** `readable`: what can still be made out of the file, to say where in the flow the fault stands. */
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly readable: Source | null };

/** A flow of a hundred steps has about 20 kB: what is far beyond that is not a flow. */
const MAX_CHARACTERS = 256 * 1024;

/**
 * Reads one YAML 1.2 file, without anchors, aliases, tags or duplicate keys: a flow is read by people,
 * and what a file says must stand where it says it.
 */
export function parseSource(file: string, text: string): ParsedSource {
  if (text.length > MAX_CHARACTERS) {
    return refused([{ line: 1, column: 1, code: 'yaml', message: 'This file has more than 256 kB.' }], null);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const errors = [...document.errors, ...document.warnings];
  const broken = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  // What follows the first break is mostly its echo.
  const telling = broken === undefined ? errors : [broken];
  if (telling.length > 0) {
    const lineOf = (offset: number): string => text.split('\n')[place(offset).line - 1] ?? '';
    return refused(
      telling.map(({ pos: [offset], code, message }) => ({
        ...place(offset),
        ...stepAt(document, offset),
        ...explain(code, message, lineOf(offset)),
      })),
      readableSource(file, document),
    );
  }
  const twin = findTwin(document);
  if (twin !== null) {
    const message = `The key ${String(twin.value)} stands twice in the same place: keep one of them.`;
    const offset = twin.range?.[0] ?? 0;
    const fault = { ...place(offset), ...stepAt(document, offset), code: 'duplicate-key', message };
    return refused([fault], readableSource(file, document));
  }
  const indirect = findIndirect(document);
  if (indirect !== null) {
    const message = 'Anchors (&), aliases (*) and tags (!) are not used in flows: write the value out.';
    const offset = indirect.range?.[0] ?? 0;
    const fault = { ...place(offset), ...stepAt(document, offset), code: 'yaml-alias', message };
    return refused([fault], readableSource(file, document));
  }
  const locate = (path: Path, part: 'key' | 'value'): Position => place(offsetOf(document, path, part));
  return {
    ok: true,
    source: {
      file,
      value: document.toJS({ maxAliasCount: 0 }),
      at: (path) => locate(path, 'value'),
      atKey: (path) => locate(path, 'key'),
    },
  };
}

const refused = (faults: readonly Fault[], readable: Source | null): ParsedSource => ({
  ok: false,
  faults,
  readable,
});

/** What a broken file still says; null where even that cannot be told. */
function readableSource(file: string, document: Document.Parsed): Source | null {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    const nowhere = (): Position => ({ line: 1, column: 1 });
    return { file, value, at: nowhere, atKey: nowhere };
  } catch {
    return null;
  }
}

/** The step that an offset of a flow's file lies in. */
function stepAt({ contents }: Document.Parsed, offset: number): Pick<Fault, 'step'> {
  const steps = isMap(contents) ? contents.get('steps') : undefined;
  if (!isMap(steps)) return {};
  const before = steps.items.filter(({ key }) => isScalar(key) && (key.range?.[0] ?? Infinity) <= offset);
  const key = before.at(-1)?.key;
  const end = steps.range?.[2] ?? Infinity;
  return isScalar(key) && offset <= end ? { step: String(key.value) } : {};
}

function explain(code: string, message: string, line: string): { code: string; message: string } {
  switch (code) {
    case 'DUPLICATE_KEY':
      return { code: 'duplicate-key', message: 'This key stands twice in the same place: keep one of them.' };
    case 'TAB_AS_INDENT':
      return { code: 'yaml', message: 'A tab is used to indent: use spaces.' };
    default: {
      const hint = /(^|[\s{,])[*#]\s*:/.test(line) ? ' The keys * and # stand in quotes: "*".' : '';
      return { code: 'yaml', message: `This is not valid YAML: ${message.replace(/\.$/, '')}.${hint}` };
    }
  }
}

/** A key that is another one once it is read as text: `'1'` and `1`. */
function findTwin(document: Document.Parsed): Scalar | null {
  let found: Scalar | null = null;
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(String(key.value))) {
          found = key;
          return visit.BREAK;
        }
        seen.add(String(key.value));
      }
      return undefined;
    },
  });
  return found;
}

function findIndirect(document: Document.Parsed): Node | null {
  let found: Node | null = null;
  visit(document, {
    Node: (_key, node) => {
      const tagged = !isAlias(node) && node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:');
      if (!isAlias(node) && node.anchor === undefined && !tagged) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

/** Walks down as far as the path exists; a missing tail is reported at the last key that does. */
function offsetOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let key = 0;
  let complete = true;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(segment),
      );
      complete = pair !== undefined;
      if (pair === undefined) break;
      key = isNode(pair.key) ? (pair.key.range?.[0] ?? key) : key;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(segment)];
      complete = item !== undefined;
      if (!isNode(item)) break;
      key = item.range?.[0] ?? key;
      node = item;
    } else {
      complete = false;
      break;
    }
  }
  return complete && part === 'value' && isScalar(node) ? (node.range?.[0] ?? key) : key;
}
