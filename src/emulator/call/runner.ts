import type { Log } from '../../kernel/ports.ts';
import { checkElement } from '../twiml/check.ts';
import { documentFrom, TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import { textOf, type XmlElement } from '../twiml/xml.ts';
import { methodOf, schemaWarning } from '../verbs/attributes.ts';
import { grammars, notSimulated, verbs } from '../verbs/index.ts';
import { NotSimulatedError, type Line } from '../verbs/verb.ts';
import { answer, durationOf, warn, type Call, type DocumentRequest, type Next } from './call.ts';
import { createLine, type LineDeps } from './line.ts';
import { standardParameters } from './parameters.ts';
import type { Aside } from './asides.ts';
import type { AsideRunner, Runner, Runners } from './running.ts';
import type { CallStatus } from './status.ts';

export interface RunnerDeps extends LineDeps {
  readonly log: Log;
}

/** Documents that one call may go through: a loop without an exit ends here. */
const mostDocuments = 1000;

const failureMessage = 'We are sorry. An application error has occurred. Goodbye.';

/** A command from REST, the person's hang-up, or the time limit: what has to happen before anything else. */
function urgent(call: Call): Next | undefined {
  if (call.interruption !== undefined) {
    const next = call.interruption;
    delete call.interruption;
    return next;
  }
  if (call.party.hangsUpNow()) {
    call.party.take({ for: 'input', seconds: 0 }, false);
    return { go: 'end', by: 'caller' };
  }
  return durationOf(call) > call.settings.timeLimit ? { go: 'end', by: 'limit' } : undefined;
}

/** The same beside the call's own documents: a command is left to whoever runs them. */
function urgentAside(call: Call): Next | undefined {
  return call.interruption === undefined ? urgent(call) : { go: 'leave' };
}

/**
 * A call that REST takes out of a `<Dial>` without an action goes on with the next verb before it obeys, so far that a
 * `<Redirect>` there is asked for. Source: Twilio's changelog, 2021-05-24.
 */
function passBy(line: Line, following: XmlElement | undefined): void {
  if (line.call.interruption?.go !== 'to' || following?.name !== 'Redirect') return;
  const method = methodOf(following.attributes['method']);
  line.requestInVain(line.request('redirect', textOf(following).trim(), method, {}));
}

export function createRunners(deps: RunnerDeps): Runners {
  const load = async (call: Call, request: DocumentRequest): Promise<TwimlDocument> => {
    const { url, outcome } = await deps.webhooks.send(call, request, deps.webhooks.faultOf(call, request));
    const document = documentFrom(outcome, url);
    if (document.strayText) warn(call, schemaWarning, 'Response: text is not allowed');
    return document;
  };

  /** Runs one document; what its last verb says comes next. */
  const runDocument = async (call: Call, document: TwimlDocument, aside?: Aside): Promise<Next> => {
    const pressing = aside === undefined ? urgent : urgentAside;
    const line = createLine(call, document, deps);
    for (const [at, element] of document.elements.entries()) {
      if (notSimulated.has(element.name)) throw new NotSimulatedError(`<${element.name}>`);
      const verb = verbs.get(element.name);
      if (verb === undefined) {
        line.warn(schemaWarning, `Response: element <${element.name}> is not allowed`);
        continue;
      }
      if (aside !== undefined && !aside.verbs.has(verb.name)) {
        const message = `<${verb.name}> may not stand here`;
        if (aside.fatal(verb.name)) throw new TwimlError(aside.code, message);
        line.warn(aside.code === 13201 ? schemaWarning : aside.code, message);
        continue;
      }
      if (verb.answers) answer(call);
      const checked = checkElement(element, verb, grammars, (code, message) => line.warn(code, message));
      const next = pressing(call) ?? (await verb.run(line, checked));
      if (verb.name === 'Dial' && next.go === 'on') passBy(line, document.elements[at + 1]);
      const before = pressing(call) ?? next;
      // Who is in no queue cannot leave one.
      if (before.go !== 'on' && (before.go !== 'leave' || aside !== undefined)) return before;
    }
    if (aside !== undefined) return { go: 'on' };
    answer(call);
    return { go: 'end', by: 'app' };
  };

  /** The fallback URL's turn, unless it is the one that failed; then the person hears that something is wrong. */
  const recover = (call: Call, error: TwimlError, failed: string): Next => {
    warn(call, error.code, error.message);
    deps.log.warn({ callSid: call.sid, code: error.code }, 'document failed');
    const { fallbackUrl, fallbackMethod } = call.settings;
    if (fallbackUrl !== undefined && failed !== fallbackUrl) {
      const params = {
        ...standardParameters(call, deps.accountSid),
        ErrorCode: String(error.code),
        ErrorUrl: failed,
      };
      return { go: 'to', document: { kind: 'fallback', url: fallbackUrl, method: fallbackMethod, params } };
    }
    const neverAnswered = call.answeredAt === undefined;
    answer(call);
    const apology = { at: call.elapsed, kind: 'failure', text: failureMessage, language: 'en-US' } as const;
    call.heard.push(apology);
    call.party.hear(apology);
    return { go: 'end', by: 'error', status: neverAnswered ? 'failed' : 'completed' };
  };

  const runAside: AsideRunner = async (call, first, aside) => {
    let next: Next = { go: 'to', document: first };
    for (let count = 0; count < mostDocuments && next.go === 'to'; count += 1) {
      const source: DocumentRequest | TwimlDocument = next.document;
      const document: TwimlDocument = 'elements' in source ? source : await load(call, source);
      next = urgentAside(call) ?? (await runDocument(call, document, aside));
    }
    return next.go === 'to' ? { go: 'end', by: 'limit' } : next;
  };

  const run: Runner = async (call, first) => {
    // Whatever has happened while the callee was being found out about comes before the first document.
    const early = call.interruption !== undefined || call.party.live ? urgent(call) : undefined;
    let next: Next = early ?? { go: 'to', document: first };
    for (let count = 0; count < mostDocuments && next.go === 'to'; count += 1) {
      const source: DocumentRequest | TwimlDocument = next.document;
      const { onceLoaded } = next;
      try {
        const document: TwimlDocument =
          'elements' in source ? source : await load(call, source).finally(onceLoaded);
        next = urgent(call) ?? (await runDocument(call, document));
      } catch (error) {
        if (!(error instanceof TwimlError)) throw error;
        next = urgent(call) ?? recover(call, error, source.url ?? '');
      }
    }
    if (next.go === 'end') return { by: next.by, status: next.status ?? endStatus(call) };
    if (next.go !== 'to') return { by: 'app', status: endStatus(call) };
    warn(call, 0, `More than ${mostDocuments} documents: the call was cut`);
    return { by: 'limit', status: endStatus(call) };
  };

  return { run, runAside };
}

/** A person who gives up before the answer makes a `no-answer`. */
function endStatus(call: Call): CallStatus {
  return call.answeredAt === undefined ? 'no-answer' : 'completed';
}
