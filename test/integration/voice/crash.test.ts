import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { startProcess } from '../../support/process.ts';
import { countRows } from '../../support/rows.ts';
import { unusedPort } from '../../support/unused-port.ts';
import { createTelephone, newCallSid, telephoneOf } from '../../support/telephone.ts';

/** After which answers the api is killed: among the questions, and right after the promise. */
const killedAfter = new Set([5, 12]);
const startsTwiceMs = 180_000;

describe('an api that is killed between two steps of a call', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline();
  });
  afterAll(() => hotline.stop());

  it(
    'goes on with the call when it is back, to one case and one callback',
    { timeout: startsTwiceMs },
    async () => {
      const { database, redis, config } = hotline;
      const port = await unusedPort();
      const env = {
        ROLE: 'api',
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        DATABASE_URL: database.url,
        API_DATABASE_URL: database.apiUrl,
        REDIS_URL: redis.url,
        TWILIO_ACCOUNT_SID: config.twilio.accountSid,
        TWILIO_AUTH_TOKEN: config.twilio.authToken,
        MASTER_KEY_FILE: config.vault.masterKeyFile,
      };
      const phone = createTelephone(env.PUBLIC_URL);
      const sid = newCallSid();
      let api = await startProcess(env);
      let { body } = await phone.dial(sid);
      let pressed = 0;
      for (const action of details()) {
        if (!('press' in action)) continue;
        ({ body } = await phone.press(sid, body, action.press));
        pressed += 1;
        if (!killedAfter.has(pressed)) continue;
        await api.kill();
        api = await startProcess(env);
      }
      expect(body).toContain('Your case number is');
      await phone.hangUp(sid);
      expect(await countRows(database.url)).toMatchObject({ calls: 1, cases: 1, callbacks: 1 });
      expect(await api.stop()).toBe(0);
    },
  );

  it('keeps nothing of a call to itself: another one can take over at every step', async () => {
    const before = await countRows(hotline.database.url);
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    let { body } = await phone.dial(sid);
    for (const action of details()) {
      if (!('press' in action)) continue;
      await hotline.restartApi();
      ({ body } = await phone.press(sid, body, action.press));
    }
    expect(body).toContain('Your case number is');
    const after = await countRows(hotline.database.url);
    expect(after['callbacks']).toBe((before['callbacks'] ?? 0) + 1);
  });
});
