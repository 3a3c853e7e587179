import { expect, it } from 'vitest';
import { webhookUrl } from './webhook-url.ts';

it('asks for retries in the fragment, which is not signed', () => {
  expect(webhookUrl('https://hotline.example.org', '/twilio/voice')).toBe(
    'https://hotline.example.org/twilio/voice#rc=2&rp=ct,rt,5xx&rt=4500',
  );
});

it('keeps the path behind a proxy, and encodes the query', () => {
  const url = webhookUrl('https://example.org/hotline', '/twilio/turn', { turn: 3, call: 'a b&c' });
  expect(url).toBe('https://example.org/hotline/twilio/turn?turn=3&call=a+b%26c#rc=2&rp=ct,rt,5xx&rt=4500');
});
