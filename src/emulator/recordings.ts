import type { Ring } from './ring.ts';

/** What made a recording, in Twilio's words. */
export type RecordingSource = 'RecordVerb' | 'DialVerb' | 'Conference' | 'OutboundAPI';

/** What is known of a recording when it begins. */
export type NewRecording = Pick<
  Recording,
  'callSid' | 'conferenceSid' | 'startedAt' | 'source' | 'channels' | 'track'
>;

/** A recording as REST shows it. */
export interface Recording {
  readonly sid: string;
  readonly callSid: string;
  readonly conferenceSid?: string;
  readonly startedAt: Date;
  readonly source: RecordingSource;
  readonly channels: 1 | 2;
  readonly track: 'inbound' | 'outbound' | 'both';
  readonly order: number;
  /** Whole seconds; 0 until it has ended. */
  duration: number;
  status: 'processing' | 'completed' | 'absent' | 'deleted';
  updatedAt: Date;
}

export interface Recordings {
  /** Begins a recording. */
  add(about: NewRecording): Recording;
  get(sid: string): Recording | undefined;
  list(): Recording[];
}

export function createRecordings(ring: Ring<Recording>, newSid: (prefix: string) => string): Recordings {
  let order = 0;
  return {
    add(about) {
      const sid = newSid('RE');
      order += 1;
      const recording: Recording = {
        ...about,
        sid,
        order,
        duration: 0,
        status: 'processing',
        updatedAt: about.startedAt,
      };
      ring.put(sid, recording);
      return recording;
    },
    get: (sid) => ring.get(sid),
    list: () => ring.values().sort((a, b) => b.order - a.order),
  };
}

const samplesPerSecond = 8000;
/** Longest sound that is generated; a longer recording is cut short in the media, not in its metadata. */
const longestSeconds = 10;

/** A valid WAV file (PCM, 8 bits, 8 kHz, mono) with a quiet 440 Hz tone of the recording's length. */
export function wavOf(recording: Pick<Recording, 'duration'>): Buffer {
  const size = Math.max(1, Math.min(recording.duration, longestSeconds)) * samplesPerSecond;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + size, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(size, 40);
  const wave = (_: unknown, n: number): number =>
    128 + Math.round(16 * Math.sin((2 * Math.PI * 440 * n) / samplesPerSecond));
  return Buffer.concat([header, Buffer.from(Array.from({ length: size }, wave))]);
}
