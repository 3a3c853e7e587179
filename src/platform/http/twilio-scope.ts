import formbody from '@fastify/formbody';
import type { FastifyRequest } from 'fastify';
import type { TwilioConfig } from '../../config/config.ts';
import { appError } from '../../kernel/errors.ts';
import { verifySignature, type FormParams } from '../telephony/signature.ts';
import type { HttpApp } from './http-app.ts';

export interface TwilioScopeDeps {
  readonly http: { readonly publicUrl: string };
  readonly twilio: Pick<TwilioConfig, 'accountSid' | 'authToken' | 'authTokenSecondary'>;
}

const mark = 'verifiesTwilio';

/** Whether routes of this instance stand behind Twilio's signature. */
export function verifiesTwilio(app: { hasDecorator(name: string): boolean }): boolean {
  return app.hasDecorator(mark);
}

/**
 * A plugin in which every route is Twilio's alone: the form parser and no other, then the signature over our
 * configured address and the request target as it stood in the request line, never over Host or X-Forwarded-*;
 * then the account. All this before a handler or schema sees a parameter. Refusals are 403, 413 and 415; what
 * the parameters must be is for `telephony/webhook-schemas` (400).
 *
 * @example await app.register(twilioScope(config, async (scope) => { scope.post('/twilio/voice', …) }))
 */
export function twilioScope(
  { http, twilio }: TwilioScopeDeps,
  routes: (scope: HttpApp) => Promise<void>,
): (scope: HttpApp) => Promise<void> {
  const authTokens = [twilio.authToken, twilio.authTokenSecondary].filter((token) => token !== undefined);

  async function requireTwilio(request: FastifyRequest): Promise<void> {
    const params = formParams(request.body);
    const isSigned = verifySignature({
      authTokens,
      publicUrl: http.publicUrl,
      rawUrl: request.raw.url ?? '',
      params,
      contentType: request.headers['content-type'],
      signature: single(request.headers['x-twilio-signature']),
    });
    if (!isSigned) throw appError('twilio.signature_invalid');
    if (webhookParams(request)['AccountSid'] !== twilio.accountSid) throw appError('twilio.account_unknown');
  }

  return async (scope) => {
    scope.decorate(mark, true);
    scope.removeAllContentTypeParsers();
    await scope.register(formbody);
    scope.addHook('preValidation', requireTwilio);
    await scope.register(routes);
  };
}

/** What Twilio sent with a verified request: the form of a POST, the query of a GET. */
export function webhookParams(request: FastifyRequest): FormParams {
  return (request.method === 'GET' ? (request.query as FormParams) : formParams(request.body)) ?? {};
}

function formParams(body: unknown): FormParams | null {
  return typeof body === 'object' && body !== null ? (body as FormParams) : null;
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
