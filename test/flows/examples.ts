import { readdirSync, readFileSync } from 'node:fs';

/** A small whole flow that shows one thing: its files, in one file for its readers. */
export interface FlowExample {
  /** As its file is called, such as `step-say`. */
  readonly name: string;
  /** What it shows, in a sentence or two. */
  readonly intro: string;
  /** All of it but the intro, as it is written. */
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  readonly scenarios: Readonly<Record<string, string>>;
}

const folder = new URL('examples/', import.meta.url);
const divider = /^--- # (.+)\n/m;

/**
 * Reads every example of this folder: `examples/<name>.yaml` begins with comment lines, and a line
 * `--- # <file>` before each of the files of its flow.
 */
export function flowExamples(): FlowExample[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => readExample(file.replace(/\.yaml$/, ''), readFileSync(new URL(file, folder), 'utf8')));
}

export function readExample(name: string, written: string): FlowExample {
  const [head = '', ...parts] = written.split(divider);
  const files: Record<string, string> = {};
  const scenarios: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) {
    const [file = '', text = ''] = parts.slice(at);
    const scenario = /^scenarios\/(.+)$/.exec(file)?.[1];
    if (scenario === undefined) files[file] = text;
    else scenarios[scenario] = text;
  }
  const intro = head.replace(/^# ?/gm, '').replace(/\s+/g, ' ').trim();
  return { name, intro, text: written.slice(head.length), files, scenarios };
}
