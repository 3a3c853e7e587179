import { readFileSync } from 'node:fs';
import express from 'express';
import twilio from 'twilio';
import { parse } from 'yaml';
import { provider } from './provider.ts';

/**
 * The usual handler, as Twilio's own pages write it: Express, its form parser, the SDK's webhook middleware, the
 * SDK's TwiML builder. It says the same menus as our flow and stores nothing.
 */
const file = new URL('flows/bench-line/prompts.en-US.yaml', import.meta.url);
const { prompts } = parse(readFileSync(file, 'utf8')) as { prompts: Record<string, string> };
const { host, protocol } = new URL(provider.publicUrl);
const voice = { voice: 'Polly.Joanna-Neural', language: 'en-US' } as const;

const app = express();
app.get('/readyz', (_request, response) => response.send('ready'));
app.use(express.urlencoded({ extended: false }));
app.use(twilio.webhook(provider.authToken, { host, protocol: protocol.slice(0, -1) }));
app.post(['/twilio/voice', '/twilio/voice/turn'], (request, response) => {
  const twiml = new twilio.twiml.VoiceResponse();
  const turn = Number(request.query['turn'] ?? 0) + 1;
  const informs = request.body['Digits'] === '1';
  if (informs) twiml.say(voice, prompts['information'] ?? '');
  const gather = twiml.gather({
    input: ['dtmf'],
    action: `${provider.publicUrl}/twilio/voice/turn?turn=${turn}#rc=2&rp=ct,rt,5xx&rt=4500`,
    method: 'POST',
    timeout: 6,
    numDigits: 1,
    finishOnKey: '',
    actionOnEmptyResult: true,
  });
  gather.say(voice, prompts[informs ? 'offer' : 'main'] ?? '');
  response.type('text/xml').send(twiml.toString());
});
app.listen(Number(process.env['PORT']), '127.0.0.1');
