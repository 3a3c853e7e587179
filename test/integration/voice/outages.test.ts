import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';
import { tcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { actionOf, newCallSid, telephoneOf } from '../../support/telephone.ts';

describe('while Postgres is down', () => {
  let proxy: TcpProxy;
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline({
      async apiDatabase(url) {
        proxy = await tcpProxy(url);
        return proxy.url;
      },
    });
  });
  afterAll(async () => {
    await hotline.stop();
    await proxy.close();
  });

  it('holds a new caller on the line in both languages, and answers when it is back', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    proxy.cut();
    const held = await phone.dial(sid);
    expect(held).toMatchObject({ status: 200, type: expect.stringContaining('text/xml') });
    expect(held.body).toContain('We are sorry');
    expect(held.body).toContain('Lo sentimos');
    expect(held.body).toContain('<Pause length="10"/>');

    proxy.forward();
    const answered = await phone.post(actionOf(held.body), phone.standard(sid));
    expect(answered.body).toContain('If you are in danger now');
  });

  it('holds a caller in the middle of a call, who then hears the same question again', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const opening = await phone.dial(sid);
    const notice = await phone.press(sid, opening.body, '1');
    const main = await phone.press(sid, notice.body, '1');
    proxy.cut();
    const held = await phone.press(sid, main.body, '3');
    const stillHeld = await phone.post(actionOf(held.body), phone.standard(sid));
    expect(stillHeld.body).toContain('We are sorry');

    proxy.forward();
    const again = await phone.post(actionOf(stillHeld.body), phone.standard(sid));
    expect(again.body).toBe(main.body);
    const onward = await phone.press(sid, again.body, '3');
    expect(onward.body).toContain('Can you speak freely');
  });

  it('says that it cannot serve, and is ready again afterwards', async () => {
    proxy.cut();
    expect((await fetch(`${hotline.api.url}/readyz`)).status).toBe(503);
    proxy.forward();
    expect((await fetch(`${hotline.api.url}/readyz`)).status).toBe(200);
  });
});

describe('when Redis is emptied between the promise and its time', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline();
  });
  afterAll(() => hotline.stop());

  it('puts the promise on the list all the same, once', async () => {
    await hotline.call([...details(), { silence: true }]);
    await hotline.worker.settle();
    await hotline.redis.flush();
    await hotline.worker.settle();
    const officer = await signedIn(hotline);
    const [promised] = (await officer.get<Page<ListedCallback>>('/api/callbacks?view=team')).body.items;
    expect(promised?.state).toBe('waiting');

    await hotline.redis.flush();
    hotline.clock.set(promised?.window.startsAt ?? '');
    hotline.clock.advance(6_000);
    await hotline.worker.settle();
    const ready = (await officer.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed')).body.items;
    expect(ready.map(({ id, state }) => ({ id, state }))).toEqual([{ id: promised?.id, state: 'ready' }]);
    expect(await countRows(hotline.database.url)).toMatchObject({ callbacks: 1, outbox: 1 });
  });
});

describe('a call whose end was never told', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline();
  });
  afterAll(() => hotline.stop());

  it('is ended when the provider does not know it as running any more, by the same rules', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    let { body } = await phone.dial(sid);
    for (const action of details('ring_if_cut_off')) {
      if ('press' in action) ({ body } = await phone.press(sid, body, action.press));
    }
    await hotline.worker.settle();
    expect(await countRows(hotline.database.url)).toMatchObject({ callbacks: 0 });
    hotline.clock.advance(16 * 60_000);
    await hotline.worker.settle();
    expect(await countRows(hotline.database.url)).toMatchObject({ cases: 1, callbacks: 1 });
  });
});
