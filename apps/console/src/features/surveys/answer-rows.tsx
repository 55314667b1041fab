import type { StoredAnswer } from '@foyer/protocol/survey';
import { Facts } from '../../ui/facts.tsx';
import { AnswerValue } from './answer-value.tsx';

/** Answers with their questions. */
export function AnswerRows({ answers }: { answers: readonly StoredAnswer[] }) {
  return <Facts facts={answers.map((answer) => [answer.label, <AnswerValue key={answer.name} answer={answer} />])} />;
}
