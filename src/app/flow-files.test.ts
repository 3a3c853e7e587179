import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFlows } from './flow-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flow-files-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(dir, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

describe('readFlows', () => {
  it('reads the YAML files of each folder, and neither scenarios nor other files', async () => {
    write('line/flow.yaml', 'a');
    write('line/prompts.en-US.yaml', 'b');
    write('line/scenarios/one.yaml', 'c');
    write('line/notes.txt', 'd');
    write('flow.schema.json', 'e');
    expect(await readFlows(dir)).toEqual({ line: { 'flow.yaml': 'a', 'prompts.en-US.yaml': 'b' } });
  });

  it('follows the links that Kubernetes makes of a config map, and takes its own folders for no flow', async () => {
    write('..2026_11_24/flow.yaml', 'a');
    write('..2026_11_24/nested/flow.yaml', 'b');
    symlinkSync('..2026_11_24', join(dir, '..data'));
    symlinkSync('..data/nested', join(dir, 'nested'));
    mkdirSync(join(dir, 'line'));
    symlinkSync('../..data/flow.yaml', join(dir, 'line/flow.yaml'));
    expect(await readFlows(dir)).toEqual({ line: { 'flow.yaml': 'a' }, nested: { 'flow.yaml': 'b' } });
  });

  it('leaves out a link that leads nowhere', async () => {
    write('line/flow.yaml', 'a');
    symlinkSync('gone.yaml', join(dir, 'line/prompts.en-US.yaml'));
    expect(await readFlows(dir)).toEqual({ line: { 'flow.yaml': 'a' } });
  });
});
