export type WebhookKind =
  | 'voice'
  | 'action'
  | 'redirect'
  | 'fallback'
  | 'media'
  | 'status'
  | 'recording-status'
  | 'partial-result'
  | 'whisper'
  | 'wait'
  | 'announcement'
  | 'conference-status'
  | 'machine-detection'
  | 'message'
  | 'message-status';

/** One request to the app and what came of it. */
export interface WebhookLog {
  readonly id: string;
  /** Of the call, or of the text (`SM…`), that it is about. */
  readonly callSid: string;
  readonly kind: WebhookKind;
  readonly at: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Decoded parameters, as signed (for GET they are part of the URL and of this record). */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signedString: string;
  /** 1 for the first try of a request. */
  readonly attempt: number;
  /** 0 for the request itself, 1 for a duplicate that a fault made, 2 for a replay. */
  readonly copy: 0 | 1 | 2;
  readonly durationMs: number;
  readonly response?: { readonly status: number; readonly contentType: string; readonly body: string };
  readonly error?: { readonly code: number; readonly message: string };
}
