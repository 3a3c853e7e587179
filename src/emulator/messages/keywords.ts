/** What a whole message may ask of the network itself. */
export type Keyword = 'STOP' | 'START' | 'HELP';

const words: Readonly<Record<Keyword, readonly string[]>> = {
  STOP: ['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'],
  START: ['START', 'UNSTOP', 'YES'],
  HELP: ['HELP', 'INFO'],
};
const keywords: readonly Keyword[] = ['STOP', 'START', 'HELP'];

/** The keyword that a message is, in any case, white space around it aside. */
export function keywordOf(body: string): Keyword | undefined {
  const text = body.trim().toUpperCase();
  return keywords.find((keyword) => words[keyword].includes(text));
}

/** What a long code answers by itself. */
export const keywordReplies: Readonly<Record<Keyword, string>> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};
