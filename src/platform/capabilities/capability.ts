import type { CapabilityDeclaration, CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Tx } from '../db/database.ts';

/** The call on whose behalf a capability runs. Ids and coded facts only. */
export interface CapabilityCall {
  readonly callId: string;
  readonly lineId: string;
  readonly language: string;
  readonly caseId: string | null;
  readonly now: Date;
}

/** Runs inside the turn's transaction; must answer within 300 ms and do nothing outside Postgres. */
export type LocalHandler = (
  tx: Tx,
  call: CapabilityCall,
  input: Readonly<Record<string, Value>>,
) => Promise<CapabilityOutcome>;

/** Runs in a worker, outside any transaction; the caller is polled until it answers or its time is up. */
export type RemoteHandler = (
  call: CapabilityCall,
  input: Readonly<Record<string, Value>>,
  signal: AbortSignal,
) => Promise<CapabilityOutcome>;

/** A declared capability with its handler: what a feature exports in `x.capabilities.ts`. */
export type Capability =
  | { readonly mode: 'local'; readonly declaration: LocalDeclaration; readonly run: LocalHandler }
  | { readonly mode: 'remote'; readonly declaration: RemoteDeclaration; readonly run: RemoteHandler };

export type LocalDeclaration = CapabilityDeclaration & { readonly mode: 'local' };
export type RemoteDeclaration = CapabilityDeclaration & { readonly mode: 'remote' };

type Undeclared = Omit<CapabilityDeclaration, 'mode'>;

export const localDeclaration = (declaration: Undeclared): LocalDeclaration => ({
  ...declaration,
  mode: 'local',
});
export const remoteDeclaration = (declaration: Undeclared): RemoteDeclaration => ({
  ...declaration,
  mode: 'remote',
});

export const localCapability = (declaration: LocalDeclaration, run: LocalHandler): Capability => ({
  mode: 'local',
  declaration,
  run,
});
export const remoteCapability = (declaration: RemoteDeclaration, run: RemoteHandler): Capability => ({
  mode: 'remote',
  declaration,
  run,
});
