import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
  for (const zip of ['90012', '33101', '90012']) {
    await hotline.call([...details('own_words', { zip }), { silence: true }]);
  }
  const [last] = await rowsOf<{ at: Date }>(
    hotline.database.url,
    'select max(window_starts_at) as at from callbacks',
  );
  hotline.clock.set(last?.at.toISOString() ?? '');
  await hotline.worker.settle();
});
afterAll(() => hotline.stop());

type Staff = Awaited<ReturnType<typeof signedIn>>;
const list = async (staff: Staff, view: string, more = '') =>
  (await staff.get<Page<ListedCallback>>(`/api/callbacks?view=${view}${more}`)).body;

/** An officer of one office, with the sample accounts' password. */
async function officerOf(officeId: string): Promise<Staff> {
  await rowsOf(
    hotline.database.url,
    `insert into staff (id, email, display_name, roles, office_ids, password_hash, created_at)
     select gen_random_uuid(), 'of-${officeId.toLowerCase()}@example.org', 'Officer', '{officer}', '{${officeId}}', password_hash, created_at
       from staff where email = 'officer@example.org'`,
  );
  return signedIn(hotline, `of-${officeId.toLowerCase()}@example.org`);
}

describe('the list of an office', () => {
  it('is in fair order, due first, then age, and comes in pages', async () => {
    const officer = await signedIn(hotline);
    const whole = await list(officer, 'unclaimed');
    expect(whole.items).toHaveLength(3);
    const starts = whole.items.map((item) => item.window.startsAt);
    expect(starts).toEqual([...starts].sort());

    const paged: string[] = [];
    let cursor = '';
    do {
      const page = await list(officer, 'unclaimed', `&limit=1${cursor}`);
      paged.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(whole.items.map((item) => item.id));
  });

  it('shows an officer the own office only, and no other exists for them', async () => {
    const miami = await officerOf('MIA');
    const mine = await list(miami, 'team');
    expect(mine.items.map((item) => item.officeId)).toEqual(['MIA']);
    const all = await list(await signedIn(hotline), 'team');
    const elsewhere = all.items.find((item) => item.officeId === 'LOS');
    expect((await miami.post(`/api/callbacks/${elsewhere?.id}/claim`, {})).status).toBe(404);
    expect((await miami.get(`/api/cases/${elsewhere?.caseId}`)).status).toBe(404);
  });

  it.each(['agent', 'privacy', 'admin'])('is not for the role %s', async (role) => {
    const staff = await signedIn(hotline, `${role}@example.org`);
    expect((await staff.get('/api/callbacks?view=team')).status).toBe(403);
  });

  it('refuses a cursor that it did not give, with a code', async () => {
    const officer = await signedIn(hotline);
    const answer = await officer.get<{ code: string }>('/api/callbacks?view=team&cursor=abc');
    expect(answer).toMatchObject({ status: 400, body: { code: 'http.validation' } });
  });
});

describe('a claim', () => {
  it('goes to exactly one of many who ask at the same moment', async () => {
    const staff = await Promise.all([signedIn(hotline), signedIn(hotline, 'supervisor@example.org')]);
    const [wanted] = (await list(staff[0], 'unclaimed')).items;
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (staff[i % 2] ?? staff[0]).post<{ code?: string }>(`/api/callbacks/${wanted?.id}/claim`, {}),
      ),
    );
    const won = answers.filter((answer) => answer.status === 200);
    const lost = answers.filter((answer) => answer.status !== 200);
    expect(won).toHaveLength(1);
    expect(new Set(lost.map((answer) => `${answer.status} ${answer.body.code}`))).toEqual(
      new Set(['409 callbacks.already_claimed']),
    );
  });

  it('is refused when the callback has changed since it was read', async () => {
    const officer = await signedIn(hotline);
    const [wanted] = (await list(officer, 'unclaimed')).items;
    const answer = await officer.post<{ code: string }>(`/api/callbacks/${wanted?.id}/claim`, {
      version: (wanted?.version ?? 0) + 1,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'callbacks.stale_version' } });
  });

  it('lapses after ten minutes, and whoever held it can no longer give it back', async () => {
    const officer = await signedIn(hotline);
    const [wanted] = (await list(officer, 'unclaimed')).items;
    const claimed = await officer.post<ListedCallback>(`/api/callbacks/${wanted?.id}/claim`, {});
    expect(claimed.status).toBe(200);
    expect((await list(officer, 'mine')).items.map((item) => item.id)).toContain(wanted?.id);

    hotline.clock.advance(10 * 60_000 + 1);
    await hotline.worker.settle();
    expect((await list(officer, 'unclaimed')).items.map((item) => item.id)).toContain(wanted?.id);
    const late = await officer.post<{ code: string }>(`/api/callbacks/${wanted?.id}/release`, {
      epoch: claimed.body.epoch,
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'callbacks.lease_lapsed' } });
  });

  it('can be given back', async () => {
    const officer = await signedIn(hotline);
    const [wanted] = (await list(officer, 'unclaimed')).items;
    const claimed = await officer.post<ListedCallback>(`/api/callbacks/${wanted?.id}/claim`, {});
    const released = await officer.post<ListedCallback>(`/api/callbacks/${wanted?.id}/release`, {
      epoch: claimed.body.epoch,
    });
    expect(released).toMatchObject({ status: 200, body: { state: 'ready' } });
  });
});
