import type { RecordingValue, Value, ValueType } from '../../kernel/capability.ts';
import { limits } from './limits.ts';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The values of the declared results, each of its type; everything else is dropped. */
export function readValues(
  values: unknown,
  types: Readonly<Record<string, ValueType>>,
): Record<string, Value> {
  const read: Record<string, Value> = {};
  if (!isRecord(values)) return read;
  for (const [name, type] of Object.entries(types)) {
    const value = Object.hasOwn(values, name) ? readValue(values[name], type) : undefined;
    if (value !== undefined) read[name] = value;
  }
  return read;
}

/** The value if it is one of the type, with text cut to a speakable length; otherwise undefined. */
export function readValue(value: unknown, type: ValueType): Value | undefined {
  switch (type) {
    case 'yes_no':
      return typeof value === 'boolean' ? value : undefined;
    case 'recording':
      return isRecordingValue(value) ? { recording: value.recording, seconds: value.seconds } : undefined;
    case 'text':
    case 'choice':
    case 'phone':
    case 'zip':
    case 'digits':
    case 'identifier':
    case 'amount':
    case 'date':
      if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
      return typeof value === 'string' ? value.slice(0, limits.textLength) : undefined;
  }
}

function isRecordingValue(value: unknown): value is RecordingValue {
  return (
    isRecord(value) &&
    typeof value['recording'] === 'string' &&
    value['recording'].length <= limits.keysPerEntry &&
    typeof value['seconds'] === 'number' &&
    Number.isFinite(value['seconds'])
  );
}
