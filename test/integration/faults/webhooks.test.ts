import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows } from '../../support/rows.ts';
import { newCallSid, telephoneOf } from '../../support/telephone.ts';

describe('a call whose every webhook comes three times at once', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline();
  });
  afterAll(() => hotline.stop());

  it('gets one answer to each, one case and one callback', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const thrice = async <T>(ask: () => Promise<T>): Promise<T> => {
      const [first, ...others] = await Promise.all([ask(), ask(), ask()]);
      for (const other of others) expect(other).toEqual(first);
      return first;
    };
    let { body } = await thrice(() => phone.dial(sid));
    for (const action of details()) {
      if (!('press' in action)) continue;
      const before = body;
      ({ body } = await thrice(() => phone.press(sid, before, action.press)));
    }
    expect(body).toContain('will call you');
    await thrice(() => phone.hangUp(sid));
    await hotline.worker.settle();
    expect(await countRows(hotline.database.url)).toMatchObject({ calls: 1, cases: 1, callbacks: 1 });
  });
});
