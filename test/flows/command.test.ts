import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowsCommand } from '../../src/cli/flows.ts';
import { fixtureCapabilities } from './fixtures.ts';

let flowsDir = '';

beforeEach(() => {
  flowsDir = mkdtempSync(join(tmpdir(), 'hotline-flows-'));
  cpSync(fileURLToPath(new URL('fixtures', import.meta.url)), flowsDir, { recursive: true });
});

afterEach(() => rmSync(flowsDir, { recursive: true }));

async function run(
  args: readonly string[],
  typed: readonly string[] = [],
): Promise<{ code: number; printed: string }> {
  let printed = '';
  const code = await flowsCommand(args, {
    flowsDir,
    capabilities: fixtureCapabilities,
    stdout: { write: (text) => (printed += text) },
    stdin: Readable.from([typed.map((line) => `${line}\n`).join('')]),
  });
  return { code, printed };
}

function edit(file: string, from: string, to: string): void {
  const path = join(flowsDir, 'small-line', file);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(from, () => to),
  );
}

describe('hotline flows check', () => {
  it('says for a sound flow what it is and what is proved of it', async () => {
    const { code, printed } = await run(['check']);
    expect(printed).toMatch(
      /^small-line: ok, \d+ steps, en-US and es-US, revision [0-9a-f]{12}\n  proved over \d+ states: .+\n$/,
    );
    expect(code).toBe(0);
  });

  it('says where a broken one is broken', async () => {
    edit('flow.yaml', 'next: main }', 'next: mian }');
    const { code, printed } = await run(['check', 'small-line']);
    expect(printed).toMatch(
      /small-line\/flow\.yaml:\d+:\d+ missing-target in "language": There is no step "mian"\. Did you mean "main"\?\n {4}way there: opening, language\n/,
    );
    expect(code).toBe(1);
  });

  it('refuses a flow whose name is not its folder', async () => {
    edit('flow.yaml', 'flow: small-line', 'flow: big-line');
    expect(await run(['check'])).toMatchObject({
      code: 1,
      printed: expect.stringContaining('wrong-name') as string,
    });
  });
});

describe('hotline flows test', () => {
  it('plays every scenario', async () => {
    const { code, printed } = await run(['test']);
    expect(printed).toContain('passed  small-line/scenarios/look-up.yaml');
    expect(printed).toMatch(/small-line: 6 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it('says what went otherwise, and with -u writes how it went', async () => {
    edit('scenarios/look-up.yaml', 'ends: found', 'ends: goodbye # surely');
    const failed = await run(['test']);
    expect(failed.printed).toContain('the call should have ended in "goodbye", but ended in "found"');
    expect(failed.code).toBe(1);
    expect(await run(['test', '-u'])).toMatchObject({ code: 1 });
    const rewritten = readFileSync(join(flowsDir, 'small-line/scenarios/look-up.yaml'), 'utf8');
    expect(rewritten).toContain('ends: found');
    expect(rewritten).toContain('hears: [One moment, The record says in custody]');
    expect(await run(['test'])).toMatchObject({ code: 0 });
  });

  it('fails on a scenario that cannot be read', async () => {
    edit('scenarios/look-up.yaml', 'presses', 'press');
    const { code, printed } = await run(['test']);
    expect(printed).toContain('"press" is not a field of a scenario. Did you mean "presses"?');
    expect(code).toBe(1);
  });
});

describe('hotline flows dial', () => {
  it('is a telephone in the terminal that says what is simulated', async () => {
    const { code, printed } = await run(['dial', 'small-line'], ['1', '', '2', '4809#']);
    expect(printed).toContain('I did not hear a key.');
    expect(printed).toContain('[simulated] custody.look-up {"code":"4809"} → found');
    expect(printed).toMatch(/The call ended in "found" \(end\)\.\n$/);
    expect(code).toBe(0);
  });

  it('says where the call stands when the typing stops', async () => {
    expect((await run(['dial', 'small-line'], ['1'])).printed).toMatch(/The call waits in "main"\.\n$/);
  });
});

describe('hotline flows', () => {
  it('prints the schema that editors use', async () => {
    const schema: unknown = JSON.parse((await run(['schema'])).printed);
    const file = (...required: string[]) => expect.objectContaining({ type: 'object', required }) as unknown;
    expect(schema).toMatchObject({
      anyOf: [file('flow', 'languages', 'start', 'exhausted', 'steps'), file('flow', 'start', 'steps')],
    });
  });

  it.each([[[]], [['draw']], [['dial']], [['check', 'no-such-line']]])(
    'does not understand %j',
    async (args) => {
      expect((await run(args)).code).toBe(2);
    },
  );
});
