import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inbound, publicUrl, sign, twilioAppUnderTest } from './twilio-app-under-test.ts';

it('has an answer for whatever comes, signed or not, and it is never our fault', async () => {
  const { app, log, post } = await twilioAppUnderTest();
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('', '\u0000', '%', '%zz', '%ED%A0%80', '👍', 'x'.repeat(2_000)),
  );
  const name = fc.oneof(
    fc.constantFrom(...Object.keys(inbound), 'Digits', 'RecordingSid', '__proto__', 'constructor'),
    text,
  );
  const params = fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
    maxKeys: 6,
  });
  const target = fc
    .tuple(
      fc.constantFrom('/twilio/voice', '/twilio/turn', '/twilio/nowhere'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    )
    .map(([path, query]) => `${path}?${query.replaceAll(/[^!-~]|#/g, '')}`);
  const raw = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const allowed = new Set([200, 400, 403, 404, 413, 415]);

  await fc.assert(
    fc.asyncProperty(
      target,
      params,
      fc.boolean(),
      fc.boolean(),
      fc.option(raw),
      async (where, extra, isKnown, isSigned, bytes) => {
        const all = isKnown ? { ...inbound, ...extra } : extra;
        const signature = isSigned ? sign(publicUrl + where, all) : 'A'.repeat(28);
        const answer = await post(where, all, { signature, ...(bytes === null ? {} : { body: bytes }) });
        expect(allowed).toContain(answer.status);
        if (answer.status !== 200)
          expect(JSON.parse(answer.body)).toMatchObject({ code: expect.any(String) });
      },
    ),
    { numRuns: 500 },
  );
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  await app.close();
});
