import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { flowsCommand } from '../../src/cli/flows.ts';

/** The line that the tutorial builds. */
const LINE = 'my-line';

/** A fenced block: what stands behind the fence, and its text. */
const block = /^```(\w+)(?: (\S+))?\n([\s\S]*?)\n```$/gm;

/** What the reader types at the telephone, after the line that waits for it. */
const typed = /^(\S+) +← you press$/;
const waits = /^\[[a-z0-9_-]+, [a-z]{2}-[A-Z]{2}\] /;

export interface Walk {
  /** The page with what its commands print now. */
  readonly page: string;
  /** The exit code of each command, in order. */
  readonly codes: readonly number[];
}

/**
 * Walks through the tutorial as its reader does, in a folder of its own. ```` ```yaml <file> ```` writes a file,
 * ```` ```diff <file> ```` changes one, ```` ```console ```` runs `hotline flows …`; other blocks are left alone.
 *
 * @throws where a change does not fit the file as the page has made it so far, or a command is another
 */
export async function walkTutorial(page: string): Promise<Walk> {
  const flowsDir = await mkdtemp(join(tmpdir(), 'hotline-tutorial-'));
  const codes: number[] = [];
  try {
    await mkdir(join(flowsDir, LINE));
    const parts: string[] = [];
    let at = 0;
    for (const match of page.matchAll(block)) {
      const [whole, kind = '', file, text = ''] = match;
      parts.push(page.slice(at, match.index));
      at = match.index + whole.length;
      if (kind === 'yaml' && file !== undefined) await write(join(flowsDir, LINE, file), `${text}\n`);
      if (kind === 'diff' && file !== undefined) await change(join(flowsDir, LINE, file), text);
      if (kind !== 'console') {
        parts.push(whole);
        continue;
      }
      const { shown, code } = await run(text, flowsDir);
      codes.push(code);
      parts.push(`\`\`\`console\n${shown}\n\`\`\``);
    }
    return { page: [...parts, page.slice(at)].join(''), codes };
  } finally {
    await rm(flowsDir, { recursive: true });
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Replaces the lines with `-` and those without a sign by the lines with `+` and those without. */
async function change(path: string, diff: string): Promise<void> {
  const lines = diff.split('\n');
  const side = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign) || !/^[+-]/.test(line))
      .map((line) => line.slice(1))
      .join('\n');
  const [before, after] = [side('-'), side('+')];
  const text = await readFile(path, 'utf8');
  if (text.split(`${before}\n`).length !== 2) throw new Error(`a change does not fit ${path}:\n${diff}`);
  await writeFile(
    path,
    text.replace(`${before}\n`, () => `${after}\n`),
  );
}

async function run(text: string, flowsDir: string): Promise<{ shown: string; code: number }> {
  const [command = '', ...rest] = text.split('\n');
  const args = /^\$ npm run -s hotline -- flows (.+)$/.exec(command)?.[1]?.split(' ');
  if (args === undefined) throw new Error(`the tutorial runs another command: ${command}`);
  const keys = rest.flatMap((line) => typed.exec(line)?.[1] ?? []);
  let printed = '';
  const code = await flowsCommand(args, {
    flowsDir,
    capabilities: capabilityDeclarations,
    stdout: { write: (words) => (printed += words) },
    stdin: Readable.from([keys.map((key) => `${key}\n`).join('')]),
  });
  return { shown: [command, ...withKeys(printed.trimEnd().split('\n'), keys)].join('\n'), code };
}

/** A dialled call with the keys between its lines, where the reader presses them. */
function withKeys(printed: readonly string[], keys: readonly string[]): string[] {
  const left = [...keys];
  return printed.flatMap((line) => {
    const key = waits.test(line) ? left.shift() : undefined;
    return key === undefined ? [line] : [line, `${key.padEnd(12)}← you press`];
  });
}
