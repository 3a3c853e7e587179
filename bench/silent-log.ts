import type { Log } from '../src/kernel/ports.ts';

/** A log that says nothing: what is measured is not the writing of lines. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
