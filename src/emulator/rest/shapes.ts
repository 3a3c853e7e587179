import { durationOf, momentOf, type CallRecord } from '../call/call.ts';
import { hasEnded } from '../call/status.ts';
import { rfc2822 } from '../clock.ts';
import type { AccountNumber } from '../numbers.ts';
import type { Recording } from '../recordings.ts';

/** `(202) 555-0100` for North American numbers, anything else as it is. */
function formatted(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');
}

export function accountPath(accountSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}`;
}

/** A call as the REST API shows it: every key there, unset ones `null`, numbers as strings. */
export function callBody(call: CallRecord, accountSid: string): object {
  const path = `${accountPath(accountSid)}/Calls/${call.sid}`;
  const began = call.answeredAt ?? (call.status === 'queued' ? undefined : 0);
  const part = (name: string): string => `${path}/${name}.json`;
  return {
    sid: call.sid,
    account_sid: accountSid,
    parent_call_sid: call.parentSid ?? null,
    to: call.to,
    to_formatted: formatted(call.to),
    from: call.from,
    from_formatted: formatted(call.from),
    phone_number_sid: call.numberSid,
    status: call.status,
    start_time: began === undefined ? null : rfc2822(momentOf(call, began)),
    end_time: hasEnded(call) ? rfc2822(momentOf(call, (began ?? 0) + durationOf(call))) : null,
    duration: hasEnded(call) ? String(durationOf(call)) : null,
    price: null,
    price_unit: 'USD',
    direction: call.direction,
    answered_by: call.answeredBy ?? null,
    api_version: '2010-04-01',
    forwarded_from: call.leg['ForwardedFrom'] ?? null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    uri: `${path}.json`,
    subresource_uris: { events: part('Events'), recordings: part('Recordings') },
  };
}

/** A recording of a `<Record>` verb. */
export function recordingBody(recording: Recording, accountSid: string, host: string): object {
  const path = `${accountPath(accountSid)}/Recordings/${recording.sid}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: recording.conferenceSid ?? null,
    date_created: rfc2822(recording.startedAt),
    date_updated: rfc2822(recording.updatedAt),
    start_time: rfc2822(recording.startedAt),
    duration: recording.status === 'completed' ? String(recording.duration) : null,
    sid: recording.sid,
    price: null,
    price_unit: 'USD',
    status: recording.status,
    channels: recording.channels,
    source: recording.source,
    error_code: null,
    uri: `${path}.json`,
    encryption_details: null,
    subresource_uris: {},
    media_url: `${host}${path}`,
  };
}

/** The same, as the list of a call shows it. */
export function callRecordingBody(recording: Recording, accountSid: string): object {
  const {
    subresource_uris: _none,
    media_url: _media,
    ...shared
  } = recordingBody(recording, accountSid, '') as Record<string, unknown>;
  const uri = `${accountPath(accountSid)}/Calls/${recording.callSid}/Recordings/${recording.sid}.json`;
  return { ...shared, uri, track: recording.track };
}

export function numberBody(number: AccountNumber, accountSid: string): object {
  return {
    account_sid: accountSid,
    address_sid: null,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: true, sms: number.voiceOnly !== true, mms: false, fax: false },
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    friendly_name: number.friendlyName ?? formatted(number.number),
    identity_sid: null,
    phone_number: number.number,
    origin: 'twilio',
    sid: number.sid,
    sms_application_sid: null,
    sms_fallback_method: number.smsFallbackMethod ?? 'POST',
    sms_fallback_url: number.smsFallbackUrl ?? null,
    sms_method: number.smsMethod ?? 'POST',
    sms_url: number.smsUrl ?? null,
    status_callback: number.statusCallback ?? null,
    status_callback_method: number.statusCallbackMethod ?? 'POST',
    trunk_sid: null,
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_receive_mode: 'voice',
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: number.fallbackMethod ?? 'POST',
    voice_fallback_url: number.fallbackUrl ?? null,
    voice_method: number.voiceMethod ?? 'POST',
    voice_url: number.voiceUrl,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
    type: 'local',
  };
}
