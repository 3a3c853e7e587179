import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFlows } from '../../../src/app/flow-files.ts';
import type { FlowFolders } from '../../../src/features/voice/index.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { newCallSid, telephoneOf } from '../../support/telephone.ts';

const flowFolders = await readFlows('test/support/flows');
const name = 'assistance-line';

/** The folders with some text of a file replaced, as an author would change it. */
function changed(file: string, from: string, to: string, folders: FlowFolders = flowFolders): FlowFolders {
  const text = folders[name]?.[file] ?? '';
  expect(text).toContain(from);
  return { ...folders, [name]: { ...folders[name], [file]: text.replace(from, to) } };
}
const newWords = changed('prompts.en-US.yaml', 'An officer can tell you.', 'An officer will tell you more.');
const broken = changed('flow.yaml', 'next: number', 'next: nowhere', newWords);

let hotline: Hotline;
let phone: ReturnType<typeof telephoneOf>;
beforeAll(async () => {
  hotline = await startHotline({ flowFolders, worker: false });
  phone = telephoneOf(hotline);
});
afterAll(() => hotline.stop());
beforeEach(() => void (hotline.log.lines.length = 0));
afterEach(() => hotline.api.reloadFlows(flowFolders));

const begin = async () => {
  const sid = newCallSid();
  const { body } = await phone.dial(sid);
  return { sid, body };
};
const custody = async ({ sid, body }: { sid: string; body: string }) =>
  (await phone.press(sid, body, '4')).body;
const readiness = async () => {
  const response = await fetch(`${hotline.api.url}/readyz`);
  const body = (await response.json()) as {
    status: string;
    checks: Record<string, string>;
    problems?: Record<string, string[]>;
  };
  return { code: response.status, ...body };
};
const logged = (level: string) =>
  hotline.log.lines.filter((line) => line.level === level).map((line) => line.message);

describe('a flow that is changed while calls are in progress', () => {
  it('takes the next call; the call in progress hears the old words', async () => {
    const before = await begin();
    await hotline.api.reloadFlows(newWords);
    expect(await custody(before)).toContain('An officer can tell you.');
    expect(await custody(await begin())).toContain('An officer will tell you more.');
    expect(hotline.log.lines).toContainEqual(
      expect.objectContaining({ level: 'info', message: 'flow reloaded' }),
    );
  });

  it('is taken up once, however often it is looked at', async () => {
    await hotline.api.reloadFlows(newWords);
    await hotline.api.reloadFlows(structuredClone(newWords));
    expect(logged('info').filter((message) => message === 'flow reloaded')).toHaveLength(1);
  });

  it('is not taken up while it is broken, and says where and why until it is mended', async () => {
    const before = await begin();
    await hotline.api.reloadFlows(broken);
    expect(await custody(before)).toContain('An officer can tell you.');
    expect(await custody(await begin())).toContain('An officer can tell you.');
    const where = /assistance-line\/flow\.yaml:\d+:\d+ .*nowhere/;
    expect(logged('error').join('\n')).toMatch(where);
    expect(await readiness()).toMatchObject({
      code: 200,
      status: 'degraded',
      checks: { database: 'up', flows: 'down' },
      problems: { flows: expect.arrayContaining([expect.stringMatching(where)]) },
    });

    await hotline.api.reloadFlows(newWords);
    expect(await custody(await begin())).toContain('An officer will tell you more.');
    const mended = await readiness();
    expect(mended.checks['flows']).toBe('up');
    expect(mended.problems).toBeUndefined();
  });

  it.each([
    [
      'half a file',
      { ...flowFolders[name], 'flow.yaml': flowFolders[name]?.['flow.yaml']?.slice(0, 300) ?? '' },
    ],
    ['an empty file', { ...flowFolders[name], 'prompts.en-US.yaml': '' }],
    ['no file at all', {}],
  ])('survives %s, and recovers by itself', async (_, files) => {
    await hotline.api.reloadFlows({ [name]: files });
    expect(await custody(await begin())).toContain('An officer can tell you.');
    expect((await readiness()).checks['flows']).toBe('down');
    await hotline.api.reloadFlows(flowFolders);
    expect((await readiness()).checks['flows']).toBe('up');
  });

  it('stays while the process lives when its folder is removed, and says so', async () => {
    await hotline.api.reloadFlows({});
    expect(await custody(await begin())).toContain('An officer can tell you.');
    expect(logged('warn')).toContain('flow folder is gone, its flow stays');
    expect((await readiness()).problems?.['flows']?.[0]).toContain(`${name}: its folder is gone`);
    await hotline.api.reloadFlows(newWords);
    expect(await custody(await begin())).toContain('An officer will tell you more.');
  });

  it('may come in a folder that is new', async () => {
    const files = flowFolders[name] ?? {};
    const other = {
      ...files,
      'flow.yaml': (files['flow.yaml'] ?? '').replace(`flow: ${name}`, 'flow: other-line'),
    };
    await rowsOf(hotline.database.url, `update lines set flow = 'other-line'`);
    await hotline.api.reloadFlows({ ...newWords, 'other-line': other });
    expect(await custody(await begin())).toContain('An officer can tell you.');
    await rowsOf(hotline.database.url, `update lines set flow = '${name}'`);
  });
});

describe('a call on a revision that today’s checks would refuse', () => {
  it('goes on with it, also in a process that never knew it', async () => {
    const before = await begin();
    // What a check of tomorrow would not let pass stands for the revision of yesterday.
    await rowsOf(
      hotline.database.url,
      `update flow_revisions set files = jsonb_set(files, '{prompts.en-US.yaml}',
         to_jsonb(replace(files->>'prompts.en-US.yaml', 'An officer can tell you.', 'You must wait.')))`,
    );
    await hotline.restartApi(newWords);
    expect(await custody(before)).toContain('You must wait.');
  });
});
