import type { Clock, Log } from '../kernel/ports.ts';
import type { CalleeBehaviour, RecipientBehaviour } from './script.ts';
import type { FaultPlan } from './webhook/faults.ts';

export type HttpMethod = 'GET' | 'POST';

/** A phone number of the account and the URLs that answer it. */
export interface NumberConfig {
  /** E.164. */
  readonly number: string;
  readonly sid?: string;
  readonly friendlyName?: string;
  readonly voiceUrl: string;
  readonly voiceMethod?: HttpMethod;
  readonly fallbackUrl?: string;
  readonly fallbackMethod?: HttpMethod;
  /** Asked once, when an inbound call has ended. */
  readonly statusCallback?: string;
  readonly statusCallbackMethod?: HttpMethod;
  /** Answers texts; without one they are only kept. */
  readonly smsUrl?: string;
  readonly smsMethod?: HttpMethod;
  readonly smsFallbackUrl?: string;
  readonly smsFallbackMethod?: HttpMethod;
  /** True for a number that can neither send nor take texts. */
  readonly voiceOnly?: boolean;
}

/** How much of the past is kept; the oldest goes first. */
export interface Keep {
  /** Finished calls, as REST shows them. */
  readonly calls: number;
  /** Whole reports of finished calls. */
  readonly reports: number;
  /** Webhook log entries. */
  readonly requests: number;
  readonly recordings: number;
  /** Texts, as REST shows them. */
  readonly messages: number;
  /** Texts on people's phones. */
  readonly texts: number;
}

export interface EmulatorOptions {
  readonly accountSid: string;
  /** Signs webhooks and opens the REST API. */
  readonly authToken: string;
  /** Opens the REST API too; signs nothing until it is promoted. */
  readonly secondaryAuthToken?: string;
  readonly apiKeys?: readonly { readonly sid: string; readonly secret: string }[];
  readonly numbers: readonly NumberConfig[];
  readonly log: Log;
  /** Same seed, same SIDs, orders and faults. Without one, each emulator differs: SIDs never meet again. */
  readonly seed?: number;
  /** Call seconds that pass in one second; 1 = as in life, 0 = no waiting at all. Default 0. */
  readonly speed?: number;
  /** Milliseconds that one webhook may take in all, attempts included. Default 15,000. */
  readonly budgetMs?: number;
  readonly faults?: FaultPlan;
  readonly clock?: Clock;
  readonly keep?: Partial<Keep>;
  /** What a number does that nobody described. Default `noAnswer`. */
  readonly defaultCallee?: CalleeBehaviour;
  /** What becomes of a text to a number that nobody described. Default `delivers`. */
  readonly defaultRecipient?: RecipientBehaviour;
  /** Whether webhooks of texts tell of STOP, START and HELP (`OptOutType`). Default false. */
  readonly advancedOptOut?: boolean;
  /** Whether recordings' media ask for HTTP sign-in; Twilio ships with false. */
  readonly mediaNeedsSignIn?: boolean;
  /** Asked by `POST /control/clock`. */
  readonly onAdvanceClock?: (seconds: number) => void | Promise<void>;
}
