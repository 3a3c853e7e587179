import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlows } from '../../../src/app/flow-files.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

const safeWord = '4711';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline({ flowFolders: await readFlows('test/support/flows') });
  // About custody, on this number, with an interpreter for Vietnamese.
  const report = await hotline.call([
    { press: '4' },
    { press: '1' },
    { press: '1' },
    { press: safeWord },
    { hears: 'will call you on', hangUp: true },
  ]);
  expect(report).toMatchObject({ missed: [], warnings: [] });
  const [promise] = await rowsOf<{ at: Date }>(
    hotline.database.url,
    'select window_starts_at as at from callbacks',
  );
  hotline.clock.set(promise?.at.toISOString() ?? '');
  await hotline.worker.settle();
});
afterAll(() => hotline.stop());

type Staff = Awaited<ReturnType<typeof signedIn>>;
const theCallback = async (staff: Staff, view: string) => {
  const { body } = await staff.get<Page<ListedCallback>>(`/api/callbacks?view=${view}`);
  return body.items[0];
};

describe('what an officer knows before ringing back', () => {
  it('is what it is about, whether an interpreter is needed, and that there is a safe word', async () => {
    expect(await theCallback(await signedIn(hotline), 'unclaimed')).toMatchObject({
      about: 'custody',
      interpreter: 'vietnamese',
      safeContact: { voicemail: 'none', hasSafeWord: true, safeWord: null },
    });
  });

  it('is the safe word itself for who holds the callback, and for no one else, and no longer', async () => {
    const officer = await signedIn(hotline);
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    const listed = await theCallback(officer, 'unclaimed');
    const claimed = await officer.post<ListedCallback>(`/api/callbacks/${listed?.id}/claim`, {});
    expect(claimed.body.safeContact).toMatchObject({ hasSafeWord: true, safeWord });
    expect((await theCallback(officer, 'mine'))?.safeContact.safeWord).toBe(safeWord);
    expect((await theCallback(supervisor, 'team'))?.safeContact.safeWord).toBeNull();

    const { epoch } = claimed.body;
    const released = await officer.post<ListedCallback>(`/api/callbacks/${listed?.id}/release`, { epoch });
    expect(released.body.safeContact).toMatchObject({ hasSafeWord: true, safeWord: null });

    await officer.post(`/api/callbacks/${listed?.id}/claim`, {});
    hotline.clock.advance(10 * 60_000 + 1);
    expect((await theCallback(officer, 'team'))?.safeContact.safeWord).toBeNull();
  });

  it('holds the safe word under seal, and tells it to no other page', async () => {
    const [row] = await rowsOf<{ row: string }>(
      hotline.database.url,
      'select b::text as row from callbacks b',
    );
    expect(row?.row).toContain('vietnamese');
    expect(row?.row).not.toContain(Buffer.from(safeWord).toString('hex'));
    const officer = await signedIn(hotline);
    const { caseId } = (await theCallback(officer, 'team')) ?? {};
    const { body } = await officer.get<{ details: object }>(`/api/cases/${caseId}`);
    expect(JSON.stringify(body.details)).not.toContain(safeWord);
  });
});
