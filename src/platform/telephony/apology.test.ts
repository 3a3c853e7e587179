import { expect, it } from 'vitest';
import { holdTwiml } from './apology.ts';

it('apologises in both languages, waits, and asks the same question again', () => {
  expect(holdTwiml('https://hotline.example.org/twilio/voice/turn?turn=3&call=1')).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response>' +
      '<Say voice="Polly.Joanna-Neural" language="en-US">We are sorry. Our system needs a moment. Please stay on the line.</Say>' +
      '<Say voice="Polly.Lupe-Neural" language="es-US">Lo sentimos. Nuestro sistema necesita un momento. Por favor, no cuelgue.</Say>' +
      '<Pause length="10"/>' +
      '<Redirect method="POST">https://hotline.example.org/twilio/voice/turn?turn=3&amp;call=1</Redirect></Response>',
  );
});
