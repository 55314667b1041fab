import { type Evaluation, type EvaluationInput, evaluationSchema } from '@foyer/protocol/explanation';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { isProblem, request } from '../../api/rest-client.ts';

const settleMs = 300;
/** A visit that goes on may say something else by now. */
const repeatMs = 4000;

/** What was judged, and what came of it. */
interface Judged {
  readonly input: EvaluationInput;
  readonly evaluation: Evaluation;
}

/** What conditions or a rule say of a visit, while they are edited. Nothing is asked while either is null. */
export function useEvaluation(
  siteId: string,
  visitId: string | null,
  input: EvaluationInput | null,
): UseQueryResult<Judged> {
  const asked = JSON.stringify(input);
  const [settled] = useDebouncedValue(asked, settleMs);
  return useQuery({
    queryKey: ['site', siteId, 'evaluation', visitId, settled],
    queryFn: async () => ({
      input: JSON.parse(settled) as EvaluationInput,
      evaluation: await request(
        'POST',
        `/sites/${siteId}/visits/${visitId}/evaluate`,
        evaluationSchema,
        JSON.parse(settled),
      ),
    }),
    enabled: visitId !== null && settled !== 'null',
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.evaluation.live ? repeatMs : false),
    retry: (failures, error) => failures < 2 && isProblem(error, 'unavailable'),
  });
}
