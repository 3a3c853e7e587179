import { rfc2822 } from '../clock.ts';
import { errorText, type Message } from '../messages/message.ts';
import { accountPath } from './shapes.ts';

/** A message as the REST API shows it: every key there, unset ones `null`. */
export function messageBody(message: Message, accountSid: string): object {
  const path = `${accountPath(accountSid)}/Messages/${message.sid}`;
  const { errorCode, sentAt } = message;
  return {
    sid: message.sid,
    account_sid: accountSid,
    messaging_service_sid: null,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    direction: message.direction,
    num_segments: String(message.segments),
    num_media: '0',
    price: null,
    price_unit: 'USD',
    error_code: errorCode ?? null,
    error_message: errorCode === undefined ? null : errorText(errorCode),
    api_version: '2010-04-01',
    date_created: rfc2822(message.createdAt),
    date_sent: sentAt === undefined ? null : rfc2822(sentAt),
    date_updated: rfc2822(message.updatedAt),
    uri: `${path}.json`,
    subresource_uris: { media: `${path}/Media.json` },
  };
}
