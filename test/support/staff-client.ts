import { password, type Hotline } from './hotline.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** Signs in over HTTP and answers a client for the staff API. */
export async function signedIn(hotline: Hotline, email = 'officer@example.org') {
  const ask = async <T>(
    method: string,
    path: string,
    body?: object,
    token?: string,
    key?: string,
  ): Promise<Answer<T>> => {
    const response = await fetch(`${hotline.api.url}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  };
  const { body } = await ask<{ token: string }>('POST', '/api/session', { email, password });
  return {
    get: <T>(path: string) => ask<T>('GET', path, undefined, body.token),
    /** `key` is sent as the Idempotency-Key. */
    post: <T>(path: string, sent?: object, key?: string) => ask<T>('POST', path, sent, body.token, key),
    delete: <T>(path: string) => ask<T>('DELETE', path, undefined, body.token),
  };
}

export interface ListedCallback {
  readonly id: string;
  readonly caseId: string;
  readonly officeId: string;
  readonly state: string;
  readonly version: number;
  readonly epoch: number;
  readonly window: { readonly startsAt: string; readonly name: string };
  readonly safeContact: {
    readonly voicemail: string;
    readonly hasSafeWord: boolean;
    readonly safeWord: string | null;
  };
  readonly about: string | null;
  readonly interpreter: string | null;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
