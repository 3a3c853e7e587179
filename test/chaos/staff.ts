import { password } from '../support/hotline.ts';
import type { Answer } from '../support/staff-client.ts';

const limitMs = 15_000;

export interface StaffClient {
  readonly email: string;
  ask<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
}

/** Signs in when it has to, and never waits for ever. */
export function staffClient(apiUrl: string, email: string): StaffClient {
  let token: string | undefined;

  async function send<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...headers,
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(limitMs),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  return {
    email,
    async ask<T>(
      method: 'GET' | 'POST',
      path: string,
      body?: object,
      headers?: Record<string, string>,
    ): Promise<Answer<T>> {
      if (token === undefined) {
        const signedIn = await send<{ token: string }>('POST', '/api/session', { email, password });
        if (signedIn.status !== 201) throw new Error(`not signed in: ${signedIn.status}`);
        token = signedIn.body.token;
      }
      const answer = await send<T>(method, path, body, headers);
      if (answer.status === 401) token = undefined;
      if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
      return answer;
    },
  };
}
