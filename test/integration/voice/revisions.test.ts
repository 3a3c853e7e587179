import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { newCallSid, telephoneOf } from '../../support/telephone.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
});
afterAll(() => hotline.stop());

/** The same flow with one sentence changed, as an author would change it. */
function changedFlows() {
  const files = hotline.flowFolders['assistance-line'] ?? {};
  const english = (files['prompts.en-US.yaml'] ?? '').replace('Can you speak freely', 'Is it quiet');
  return { 'assistance-line': { ...files, 'prompts.en-US.yaml': english } };
}

describe('a flow that is changed while a call is in progress', () => {
  it('takes the next call; the call stays on the revision that it began with', async () => {
    const phone = telephoneOf(hotline);
    const [before, after] = [newCallSid(), newCallSid()];
    const opening = await phone.dial(before);
    const notice = await phone.press(before, opening.body, '1');
    const main = await phone.press(before, notice.body, '1');

    // The process that takes over knows only the new files: the old revision comes from the database.
    await hotline.restartApi(changedFlows());
    expect((await phone.press(before, main.body, '3')).body).toContain('Can you speak freely');

    const fresh = await phone.dial(after);
    const freshNotice = await phone.press(after, fresh.body, '1');
    const freshMain = await phone.press(after, freshNotice.body, '1');
    expect((await phone.press(after, freshMain.body, '3')).body).toContain('Is it quiet');

    const revisions = await rowsOf(hotline.database.url, 'select distinct revision from calls');
    expect(revisions).toHaveLength(2);
  });
});
