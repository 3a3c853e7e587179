import type { Twilio } from 'twilio';
import type { TwilioConfig } from '../../config/config.ts';

export type TwilioSdk = Twilio;

/** The provider's SDK, loaded with the first request: it takes 128 ms, and a webhook needs none of it. */
export function openTwilio(config: TwilioConfig): () => Promise<TwilioSdk> {
  let loading: Promise<TwilioSdk> | undefined;
  return () => (loading ??= load(config));
}

/**
 * An API key is preferred: it can be withdrawn by itself, and the Auth Token then serves signatures only.
 * Region, edge and log level are given as empty, or the SDK would take them from the environment: the former
 * mangle another host's address, and the latter prints numbers.
 */
async function load({ accountSid, authToken, apiKey, apiSecret, apiUrl }: TwilioConfig): Promise<TwilioSdk> {
  const { default: twilio } = await import('twilio');
  const client = twilio(apiKey ?? accountSid, apiSecret ?? authToken, {
    accountSid,
    region: '',
    edge: '',
    logLevel: '',
    timeout: 10_000,
    autoRetry: true,
    maxRetries: 3,
  });
  if (apiUrl !== undefined) client.api.baseUrl = apiUrl;
  return client;
}
