import { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { callbackParams } from '../callbacks.schemas.ts';
import { textBody, textListSchema, textSchema } from './texts.schemas.ts';
import type { OpenText, TextsService } from './texts.service.ts';

const access = { kind: 'staff', roles: ['officer', 'supervisor'] } as const;

export function registerTextsRoutes(app: HttpApp, texts: TextsService): void {
  app.post(
    '/api/callbacks/:id/text',
    {
      config: { access },
      schema: {
        tags: ['callbacks'],
        params: callbackParams,
        headers: z.looseObject({ 'idempotency-key': z.uuid() }),
        body: textBody,
        response: { 200: textSchema },
      },
    },
    async (request) => {
      const { epoch, words = null } = request.body;
      const result = await texts.write(principalOf(request), {
        callbackId: request.params.id,
        requestKey: request.headers['idempotency-key'],
        epoch,
        words,
      });
      if (result.kind === 'not_found') throw appError('http.not_found');
      if (result.kind === 'refused') throw appError(result.refusal, { fields: { heldBy: result.heldBy } });
      return toText(result.text);
    },
  );

  app.get(
    '/api/callbacks/:id/texts',
    {
      config: { access },
      schema: { tags: ['callbacks'], params: callbackParams, response: { 200: textListSchema } },
    },
    async (request) => {
      const items = await texts.list(principalOf(request), request.params.id);
      if (items === null) throw appError('http.not_found');
      return { items: items.map(toText) };
    },
  );
}

const toText = (text: OpenText) => ({
  id: text.id,
  callbackId: text.callback_id,
  direction: text.direction,
  words: text.words,
  at: text.at.toISOString(),
  status: text.status,
  providerCode: text.provider_code,
  writtenBy: text.staff_id === null ? null : { staffId: text.staff_id, displayName: text.staff_name },
});
