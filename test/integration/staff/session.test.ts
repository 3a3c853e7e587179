import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn } from '../../support/staff-client.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

const signIn = (email: string, given: string) =>
  fetch(`${hotline.api.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: given }),
  });

describe('a sign-in', () => {
  it.each([
    ['a wrong password', 'officer@example.org', 'not the password'],
    ['an unknown address', 'nobody@example.org', password],
  ])('with %s is refused in the same words', async (_, email, given) => {
    const response = await signIn(email, given);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 'http.unauthorised',
      detail: 'The address or the password is wrong.',
    });
  });

  it('with a NUL in the address is refused with a code', async () => {
    const response = await signIn('officer\u0000@example.org', password);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'http.validation' });
  });

  it('ends at once when the person signs out', async () => {
    const officer = await signedIn(hotline);
    expect((await officer.get('/api/cases')).status).toBe(200);
    expect((await officer.delete('/api/session')).status).toBe(204);
    expect((await officer.get('/api/cases')).status).toBe(401);
  });

  it('ends after twelve hours, and leaves nothing behind', async () => {
    const officer = await signedIn(hotline);
    hotline.clock.advance(12 * 60 * 60_000 + 1);
    expect((await officer.get('/api/cases')).status).toBe(401);
    await hotline.worker.settle();
    expect(await rowsOf(hotline.database.url, 'select 1 from staff_sessions')).toEqual([]);
  });

  it('keeps the token as its hash only', async () => {
    const response = await signIn('officer@example.org', password);
    const { token } = (await response.json()) as { token: string };
    const rows = await rowsOf<{ token_hash: Buffer }>(
      hotline.database.url,
      'select token_hash from staff_sessions',
    );
    expect(rows.some((row) => row.token_hash.includes(Buffer.from(token)))).toBe(false);
    expect(rows.length).toBeGreaterThan(0);
  });
});
