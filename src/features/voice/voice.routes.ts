import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';
import { isUnavailable } from '../../platform/db/errors.ts';
import type { Metrics } from '../../platform/observability/metrics.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { twilioScope, webhookParams } from '../../platform/http/twilio-scope.ts';
import { holdTwiml } from '../../platform/telephony/apology.ts';
import { renderTwiml, twimlContentType } from '../../platform/telephony/twiml.ts';
import {
  parseActionWebhook,
  parseCallStatusWebhook,
  parseRecordingStatusWebhook,
  parseVoiceWebhook,
} from '../../platform/telephony/webhook-schemas.ts';
import { webhookUrl } from '../../platform/telephony/webhook-url.ts';
import { backAfterHold, turnOf, waysToCome } from './voice.model.ts';
import type { Answer, VoiceService } from './voice.service.ts';

export interface VoiceRoutesDeps {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly voice: VoiceService;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'webhook'>;
}

const access = { kind: 'twilio' } as const;
const turnQuery = z.object({
  turn: z.string().optional(),
  by: z.enum(waysToCome).catch('caller').optional(),
});

/** Twilio's webhooks. Everything after the first is found from the URLs in our own TwiML. */
export function registerVoiceRoutes(app: HttpApp, { config, voice, log, metrics }: VoiceRoutesDeps): void {
  const { publicUrl } = config.http;

  const send = (reply: FastifyReply, { turn, instructions }: Answer) =>
    reply.type(twimlContentType).send(
      renderTwiml(instructions, {
        action: webhookUrl(publicUrl, '/twilio/voice/turn', { turn }),
        poll: webhookUrl(publicUrl, '/twilio/voice/turn', { turn, by: 'poll' }),
        transfer: webhookUrl(publicUrl, '/twilio/voice/turn', { turn, by: 'transfer' }),
        briefing: (attempt) => webhookUrl(publicUrl, '/twilio/call-in/briefing', { attempt }),
        recordingStatus: webhookUrl(publicUrl, '/twilio/voice/recording'),
      }),
    );

  /**
   * A webhook that we cannot serve holds the caller on the line and comes back to the same words (law 11): as
   * often as it takes while the database is away, once after anything unexpected. What fails again then is left
   * to the number's fallback URL.
   */
  const orHold = async (
    request: FastifyRequest,
    reply: FastifyReply,
    hold: { readonly kind: 'voice' | 'action'; readonly back: string; readonly isSecond: boolean },
    work: () => Promise<Answer>,
  ) => {
    try {
      const answer = await work();
      metrics.webhook({ kind: hold.kind, outcome: 'served' });
      return await send(reply, answer);
    } catch (error) {
      const isExpected = isAppError(error) && error.status < 500;
      const isLeft = isExpected || (hold.isSecond && !isUnavailable(error));
      metrics.webhook({ kind: hold.kind, outcome: isExpected ? 'refused' : isLeft ? 'failed' : 'held' });
      if (isLeft) throw error;
      log.error({ requestId: request.id, err: error }, 'caller held on the line');
      return reply.type(twimlContentType).send(holdTwiml(hold.back));
    }
  };

  void app.register(
    twilioScope(config, async (scope) => {
      scope.post(
        '/twilio/voice',
        { config: { access }, schema: { querystring: turnQuery } },
        async (request, reply) => {
          const params = parseVoiceWebhook(webhookParams(request));
          const hold = {
            kind: 'voice' as const,
            back: webhookUrl(publicUrl, '/twilio/voice', { by: 'hold' }),
            isSecond: request.query.by === 'hold',
          };
          return orHold(request, reply, hold, () => voice.incoming(params));
        },
      );

      scope.post(
        '/twilio/voice/turn',
        { config: { access }, schema: { querystring: turnQuery } },
        async (request, reply) => {
          const params = parseActionWebhook(webhookParams(request));
          const turn = turnOf(request.query.turn);
          const by = request.query.by ?? 'caller';
          const held = backAfterHold(by, params);
          const back = webhookUrl(publicUrl, '/twilio/voice/turn', { turn, by: held });
          return orHold(request, reply, { kind: 'action', back, isSecond: by === held }, () =>
            voice.action(params, turn, by),
          );
        },
      );

      scope.post('/twilio/voice/recording', { config: { access } }, async (request, reply) => {
        await voice.recordingStatus(parseRecordingStatusWebhook(webhookParams(request)));
        return reply.code(204).send();
      });

      scope.post('/twilio/status', { config: { access } }, async (request, reply) => {
        await voice.callStatus(parseCallStatusWebhook(webhookParams(request)));
        return reply.code(204).send();
      });
    }),
  );
}
