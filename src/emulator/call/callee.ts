import type { CalleeBehaviour } from '../script.ts';
import type { Party } from './party.ts';
import { createScriptedParty } from './scripted-party.ts';

/** A person with a phone in their hand, which rings until they answer or decline. */
export interface LiveParty extends Party {
  readonly decision: () => 'answers' | 'declines' | undefined;
}

/** Whoever is at a number that rings. */
export type Callee = CalleeBehaviour | { readonly kind: 'live'; readonly party: LiveParty };

const defaultRinging = 2;

/** The person, or the machine, that talks once the callee has answered. */
export function partyOf(callee: Callee): Party {
  if (callee.kind === 'live') return callee.party;
  return createScriptedParty(callee.kind === 'answers' ? callee.script : []);
}

/** Seconds of ringing before the callee answers; a live one answers when they like. */
export function ringingOf(callee: Callee): number {
  const answers = callee.kind === 'answers' || callee.kind === 'voicemail';
  return answers ? (callee.afterSeconds ?? defaultRinging) : Infinity;
}
