/** Somebody who rang, with a number that nobody else has: whoever rings it means this call. */
export interface Caller {
  readonly number: string;
  readonly sid: string;
  /** The case number of the promise that the caller heard, as digits. */
  heard?: string;
  /** When it was heard, on the harness's monotonic clock. */
  heardAt?: number;
}
