import { createServer, type IncomingMessage } from 'node:http';
import { Queue } from 'bullmq';

/** The control's web: the usual handler, which adds the job in the webhook and then makes the promise. */
const { PORT, PUBLIC_URL, REDIS_URL, DUE_SECONDS } = process.env;
const queue = new Queue('naive', { connection: { url: REDIS_URL ?? '' } });
queue.on('error', () => {});

/** As many digits as a case number has, from the call's id. */
const numberFrom = (callSid: string): string =>
  (BigInt(`0x${callSid.slice(2)}`) % 1_000_000_000n).toString().padStart(9, '0');

async function answer(request: IncomingMessage): Promise<string> {
  const body = await bodyOf(request);
  if (request.url !== '/twilio/voice') return '<Response><Hangup/></Response>';
  const form = new URLSearchParams(body);
  const sid = form.get('CallSid') ?? '';
  const number = numberFrom(sid);
  const delay = Number(DUE_SECONDS) * 1000;
  await queue.add(
    'ring-back',
    { sid, number, caller: form.get('From'), url: `${PUBLIC_URL}/answered` },
    { delay },
  );
  return `<Response><Say>An officer will call you today. Your case number is ${number}</Say><Hangup/></Response>`;
}

async function bodyOf(stream: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

const server = createServer((request, response) => {
  answer(request).then(
    (twiml) => response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml),
    () => response.writeHead(500).end(),
  );
});
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('naive web runs\n'));
