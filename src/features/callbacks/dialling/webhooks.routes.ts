import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../../config/config.ts';
import { isAppError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/ports.ts';
import { isUnavailable } from '../../../platform/db/errors.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { twilioScope, webhookParams } from '../../../platform/http/twilio-scope.ts';
import { renderLeg, type LegDocument } from '../../../platform/telephony/leg-twiml.ts';
import { twimlContentType } from '../../../platform/telephony/twiml.ts';
import {
  parseActionWebhook,
  parseCallStatusWebhook,
  parseConferenceWebhook,
  parseVoiceWebhook,
} from '../../../platform/telephony/webhook-schemas.ts';
import { isLegStatus } from './leg.model.ts';
import type { Webhooks } from './webhooks.service.ts';

export interface WebhookRoutesDeps {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly webhooks: Webhooks;
  readonly log: Log;
}

const access = { kind: 'twilio' } as const;
const legQuery = z.object({ leg: z.uuid() });
const keysQuery = legQuery.extend({
  round: z.coerce.number().int().min(1).max(99),
  missed: z.coerce.number().int().min(0).max(9),
});

/** Twilio's webhooks about calls that we place. The leg's id in the address says which; never a number. */
export function registerWebhookRoutes(app: HttpApp, { config, webhooks, log }: WebhookRoutesDeps): void {
  /**
   * Nothing goes wrong aloud: Twilio would read its own apology to whoever picked up, or leave it on a machine where
   * silence is owed. While the database is away a leg waits in silence; after anything else it is let go.
   */
  const orSilence = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<LegDocument>,
  ) => {
    const send = (document: LegDocument) => reply.type(twimlContentType).send(renderLeg(document));
    try {
      return await send(await work());
    } catch (error) {
      if (isAppError(error) && error.status < 500) throw error;
      log.error({ requestId: request.id, err: error }, 'a leg was not served');
      const back = `${config.http.publicUrl}${request.raw.url ?? ''}`;
      return await send(isUnavailable(error) ? { kind: 'hold', back } : { kind: 'hang_up', speech: [] });
    }
  };

  void app.register(
    twilioScope(config, async (scope) => {
      scope.post(
        '/twilio/dial/answer',
        { config: { access }, schema: { querystring: legQuery } },
        async (request, reply) => {
          const { CallSid, AnsweredBy } = parseVoiceWebhook(webhookParams(request));
          const event = { providerSid: CallSid, answeredBy: AnsweredBy ?? null };
          return orSilence(request, reply, () => webhooks.answered(request.query.leg, event));
        },
      );

      scope.post(
        '/twilio/dial/keys',
        { config: { access }, schema: { querystring: keysQuery } },
        async (request, reply) => {
          const { CallSid, Digits = '' } = parseActionWebhook(webhookParams(request));
          const { leg, round, missed } = request.query;
          const event = { providerSid: CallSid, digits: Digits, round, missed };
          return orSilence(request, reply, () => webhooks.keys(leg, event));
        },
      );

      scope.post(
        '/twilio/dial/notice',
        { config: { access }, schema: { querystring: legQuery } },
        async (request, reply) => {
          const { CallSid } = parseVoiceWebhook(webhookParams(request));
          return orSilence(request, reply, () => webhooks.notice(request.query.leg, CallSid));
        },
      );

      scope.post(
        '/twilio/dial/joined',
        { config: { access }, schema: { querystring: legQuery } },
        async (request, reply) => {
          const { CallSid, StatusCallbackEvent } = parseConferenceWebhook(webhookParams(request));
          if (CallSid !== undefined && StatusCallbackEvent === 'participant-join')
            await webhooks.joined(request.query.leg, CallSid);
          return reply.code(204).send();
        },
      );

      scope.post(
        '/twilio/dial/status',
        { config: { access }, schema: { querystring: legQuery } },
        async (request, reply) => {
          const note = parseCallStatusWebhook(webhookParams(request));
          // A word that is new to us must not lose a call: what we do not know, we do not act on.
          if (isLegStatus(note.CallStatus))
            await webhooks.status({
              legId: request.query.leg,
              providerSid: note.CallSid,
              status: note.CallStatus,
              sequence: note.SequenceNumber ?? null,
              answeredBy: note.AnsweredBy ?? null,
              seconds: note.CallDuration ?? null,
              providerCode: note.ErrorCode ?? null,
            });
          return reply.code(204).send();
        },
      );
    }),
  );
}
