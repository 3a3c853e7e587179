import { z } from 'zod';

/** What the demo reads of the staff API: the rest is passed through, to be shown. */
const caseSchema = z.looseObject({ id: z.string() });
const callbackSchema = z.looseObject({
  id: z.string(),
  caseId: z.string(),
  version: z.number(),
  window: z.looseObject({ startsAt: z.string() }),
  claim: z.object({ displayName: z.string().nullable(), expiresAt: z.string().nullable() }).nullable(),
});

type Callback = z.infer<typeof callbackSchema>;

/** Signs in to the staff API over HTTP, as an officer would. */
export async function signIn(apiUrl: string, email: string, password: string) {
  const { token } = z
    .looseObject({ token: z.string() })
    .parse(await send('POST', '/api/session', { email, password }));

  async function send(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    bearer?: string,
  ): Promise<unknown> {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  return {
    async latestCase() {
      const list = z
        .object({ items: z.array(caseSchema).min(1) })
        .parse(await send('GET', '/api/cases?limit=1', undefined, token));
      return caseSchema.parse(await send('GET', `/api/cases/${list.items[0]?.id}`, undefined, token));
    },

    async callbackOf(caseId: string, view: 'team' | 'unclaimed'): Promise<Callback> {
      const page = z.object({ items: z.array(callbackSchema), nextCursor: z.string().nullable() });
      for (let cursor = ''; ;) {
        const path = `/api/callbacks?view=${view}&limit=100${cursor && `&cursor=${cursor}`}`;
        const { items, nextCursor } = page.parse(await send('GET', path, undefined, token));
        const found = items.find((item) => item.caseId === caseId);
        if (found !== undefined) return found;
        if (nextCursor === null) throw new Error(`No callback of this case is in the view "${view}".`);
        cursor = nextCursor;
      }
    },

    claim: async ({ id, version }: Callback): Promise<Callback> =>
      callbackSchema.parse(await send('POST', `/api/callbacks/${id}/claim`, { version }, token)),
  };
}
