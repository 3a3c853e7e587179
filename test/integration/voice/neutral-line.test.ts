import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller, neutralNumber, startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows, rowsOf } from '../../support/rows.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
});
afterAll(() => hotline.stop());

describe('the number that we show when we ring someone', () => {
  it('answers whoever rings it, says no name, and leaves nothing behind but that it rang', async () => {
    const before = await countRows(hotline.database.url);
    const report = await hotline.emulator.placeCall({
      from: caller,
      to: neutralNumber,
      script: [{ hears: 'we will ring you again', silence: true }],
    }).done;
    expect(report).toMatchObject({ missed: [], warnings: [], endedBy: 'app' });

    const counted = { calls: (before['calls'] ?? 0) + 1, cases: before['cases'] };
    expect(await countRows(hotline.database.url)).toEqual({
      ...before,
      ...counted,
      call_turns: (before['call_turns'] ?? 0) + 1,
      data_keys: (before['data_keys'] ?? 0) + 1,
    });
    expect(
      await rowsOf(hotline.database.url, `select line_id, status, case_id, disposition from calls`),
    ).toEqual([{ line_id: 'neutral-line', status: 'ended', case_id: null, disposition: null }]);
  });
});
