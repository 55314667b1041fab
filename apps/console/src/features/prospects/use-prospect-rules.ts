import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import {
  changeProspectRule,
  copyProspectRule,
  createProspectRule,
  deleteProspectRule,
  orderProspectRules,
  prospectRulesQuery,
} from './prospects-api.ts';

/** Reads the prospect rules again. */
export function refreshProspectRules(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: prospectRulesQuery(siteId).queryKey });
}

/** Switches a rule on or off at once, and back when the server refuses. */
export function useSwitchProspectRule(siteId: string): UseMutationResult<ProspectRule, Error, ProspectRule> {
  const { t } = useTranslation('prospects');
  const { t: tShell } = useTranslation('shell');
  const { queryKey } = prospectRulesQuery(siteId);
  return useMutation({
    mutationFn: (rule: ProspectRule) => changeProspectRule(siteId, rule),
    onMutate: (rule) => {
      void queryClient.cancelQueries({ queryKey }); // what is on its way is older than this
      queryClient.setQueryData(queryKey, (rules) => rules?.map((one) => (one.id === rule.id ? rule : one)));
    },
    onError: (error) =>
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('changeFailed')),
    onSettled: () => refreshProspectRules(siteId),
  });
}

/** Puts a disabled copy behind a rule. */
export function useCopyProspectRule(siteId: string): UseMutationResult<ProspectRule, Error, ProspectRule> {
  const { t } = useTranslation('prospects');
  return useMutation({
    mutationFn: (rule: ProspectRule) => copyProspectRule(siteId, rule.id),
    onSuccess: (copy) => notifyDone(t('copied', { name: copy.name })),
    onError: (error) => notifyFailed(errorText(error), t('copyFailed')),
    onSettled: () => refreshProspectRules(siteId),
  });
}

/** Deletes a rule, and for 8 seconds offers to make it again at its old place. */
export function useDeleteProspectRule(siteId: string): (rule: ProspectRule) => Promise<void> {
  const { t } = useTranslation('prospects');
  const { t: tShell } = useTranslation('shell');
  return async (rule) => {
    const ids = queryClient.getQueryData(prospectRulesQuery(siteId).queryKey)?.map((one) => one.id) ?? [];
    try {
      await deleteProspectRule(siteId, rule);
    } catch (error) {
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('removeFailed'));
      return;
    } finally {
      await refreshProspectRules(siteId);
    }
    notifyUndoable(
      t('removed', { name: rule.name }),
      tShell('undo'),
      () => void restore(siteId, rule, ids, t('restored', { name: rule.name })),
    );
  };
}

async function restore(siteId: string, rule: ProspectRule, idsBefore: string[], done: string): Promise<void> {
  const { id, version: _version, ...input } = rule;
  try {
    const made = await createProspectRule(siteId, input);
    await orderProspectRules(
      siteId,
      idsBefore.map((one) => (one === id ? made.id : one)),
    );
    notifyDone(done);
  } catch (error) {
    notifyFailed(errorText(error));
  }
  await refreshProspectRules(siteId);
}
