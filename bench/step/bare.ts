import formbody from '@fastify/formbody';
import { fastify } from 'fastify';
import { Pool } from 'pg';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { provider } from './provider.ts';

/**
 * The limit: the least that a durable webhook can be on this stack. A form parser, Twilio's own check of the
 * signature, one read by an index, one statement that moves the call and writes an event, and words that never
 * change. No engine, no sealing, no timeline, no checks of what came in; statements prepared, connections pooled.
 */
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

const read = `select turn, session from bench_calls where provider_sid = $1`;
const write = `
  with moved as (
    insert into bench_calls (provider_sid, turn, session, at) values ($1, 1, $2, $3)
    on conflict (provider_sid) do update
      set turn = bench_calls.turn + 1, session = excluded.session, at = excluded.at
    returning id, turn
  )
  insert into bench_outbox (topic, key, payload, created_at)
  select 'call-moved', id, jsonb_build_object('turn', turn), $3 from moved`;

/** As many bytes as our sealed session of such a call. */
const freshSession = Buffer.alloc(480, 'session ');
const twiml =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" action="https://hotline.example.org/twilio/voice/turn" method="POST" timeout="6" numDigits="1" finishOnKey="" actionOnEmptyResult="true"><Say voice="Polly.Joanna-Neural" language="en-US">For information, press 1. For someone in custody, press 2. To have an officer call you, press 3. If you have a case number, press 4. To report a crime or give an opinion, press 5. For a person, press 0.</Say></Gather></Response>';

const app = fastify({ logger: false });
await app.register(formbody);
app.get('/readyz', () => ({}));
app.post<{ Body: Record<string, string> }>('/twilio/*', async (request, reply) => {
  const { body, headers, raw } = request;
  const signature = String(headers['x-twilio-signature']);
  if (!validateRequest(provider.authToken, signature, provider.publicUrl + raw.url, body))
    return reply.code(403).send();
  const { rows } = await pool.query<{ session: Buffer }>({
    name: 'read',
    text: read,
    values: [body['CallSid']],
  });
  const session = rows[0]?.session ?? freshSession;
  await pool.query({ name: 'write', text: write, values: [body['CallSid'], session, new Date()] });
  return reply.type('text/xml').send(twiml);
});
await app.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
