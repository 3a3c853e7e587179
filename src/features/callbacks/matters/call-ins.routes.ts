import { z } from 'zod';
import type { Config } from '../../../config/config.ts';
import { speakCaseNumber } from '../../../kernel/case-number.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { twilioScope, webhookParams } from '../../../platform/http/twilio-scope.ts';
import { renderLeg, type LegDocument } from '../../../platform/telephony/leg-twiml.ts';
import { twimlContentType } from '../../../platform/telephony/twiml.ts';
import { parseActionWebhook } from '../../../platform/telephony/webhook-schemas.ts';
import { webhookUrl } from '../../../platform/telephony/webhook-url.ts';
import { callInOf, type DialWords } from '../dialling/words.model.ts';
import type { CallInsService } from './call-ins.service.ts';

export interface CallInRoutesDeps {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly callIns: Pick<CallInsService, 'briefing' | 'accept'>;
  /** The office's own language first: officers hear it. */
  readonly words: readonly [DialWords, ...DialWords[]];
}

const access = { kind: 'twilio' } as const;
const query = z.object({ attempt: z.uuid(), missed: z.coerce.number().int().min(0).max(9).default(0) });
/** So often the words are said without a key: a machine may have answered, and the caller waits. */
const rounds = 2;
const keySeconds = 8;

/** What an officer hears whom a caller is put through to: the two are connected only when a person has pressed 1. */
export function registerCallInRoutes(app: HttpApp, { config, callIns, words }: CallInRoutesDeps): void {
  const { publicUrl } = config.http;
  const hangUp: LegDocument = { kind: 'hang_up', speech: [] };

  const ask = async (attempt: string, missed: number): Promise<LegDocument> => {
    const caseNumber = await callIns.briefing(attempt);
    if (caseNumber === null || missed >= rounds) return hangUp;
    const action = webhookUrl(publicUrl, '/twilio/call-in/keys', { attempt, missed: missed + 1 });
    const speech = [callInOf(words[0], speakCaseNumber(caseNumber))];
    return { kind: 'gather', speech, action, timeoutSeconds: keySeconds };
  };

  void app.register(
    twilioScope(config, async (scope) => {
      scope.post(
        '/twilio/call-in/briefing',
        { config: { access }, schema: { querystring: query } },
        async (request, reply) =>
          reply.type(twimlContentType).send(renderLeg(await ask(request.query.attempt, 0))),
      );

      scope.post(
        '/twilio/call-in/keys',
        { config: { access }, schema: { querystring: query } },
        async (request, reply) => {
          const { attempt, missed } = request.query;
          const { Digits } = parseActionWebhook(webhookParams(request));
          const taken = Digits === '1' && (await callIns.briefing(attempt)) !== null;
          if (taken) await callIns.accept(attempt);
          const document: LegDocument = taken ? { kind: 'go_on' } : await ask(attempt, missed);
          return reply.type(twimlContentType).send(renderLeg(document));
        },
      );
    }),
  );
}
