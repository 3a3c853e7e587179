import type { TwilioConfig } from '../../config/config.ts';
import { failureOf, unexpected } from '../telephony/twilio-failure.ts';
import { openTwilio } from '../telephony/twilio-sdk.ts';
import type { Messaging, ProviderText } from './messaging.port.ts';

const mostListed = 100;

/**
 * Texts by the provider's REST API, through its own SDK.
 *
 * Other errors than the results of the port are AppErrors `twilio.rest_refused` (with the provider's code) and
 * `twilio.rest_unavailable`.
 */
export function createTwilioMessaging(config: TwilioConfig): Messaging {
  const client = openTwilio(config);

  return {
    async sendText({ to, from, words, statusUrl }) {
      try {
        const twilio = await client();
        const { sid } = await twilio.messages.create({ to, from, body: words, statusCallback: statusUrl });
        return { kind: 'started', messageSid: sid };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'unauthorised') throw unexpected(error);
        if (failure.kind === 'missing' || failure.kind === 'refused') {
          return { kind: 'refused', providerCode: failure.providerCode };
        }
        return { kind: failure.kind };
      }
    },

    async fetchText(messageSid) {
      try {
        const twilio = await client();
        return { kind: 'found', text: toText(await twilio.messages(messageSid).fetch()) };
      } catch (error) {
        if (failureOf(error).kind === 'missing') return { kind: 'missing' };
        throw unexpected(error);
      }
    },

    async listTexts({ to, from, createdAfter }) {
      try {
        const twilio = await client();
        const texts = await twilio.messages.list({ to, from, limit: mostListed, pageSize: mostListed });
        // The provider filters by the time of sending, which a text that waits has not; and what it answers itself to
        // STOP and START is on the list.
        const ours = texts.filter(({ direction }) => direction === 'outbound-api');
        return ours.filter(({ dateCreated }) => isSince(createdAfter, dateCreated)).map(toText);
      } catch (error) {
        throw unexpected(error);
      }
    },
  };
}

/** The provider tells times in whole seconds. */
function isSince(at: Date, created: Date | null): boolean {
  return created === null || created.getTime() >= Math.floor(at.getTime() / 1000) * 1000;
}

function toText(text: {
  readonly sid: string;
  readonly status: string;
  readonly errorCode: number | null;
}): ProviderText {
  return { messageSid: text.sid, status: text.status, providerCode: text.errorCode };
}
