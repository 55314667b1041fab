import type { Site } from '@foyer/protocol/site';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { changeSite, siteQuery } from './sites-api.ts';

interface SaveSiteOptions<Values> {
  /** The whole site with what the form holds. */
  toSite: (values: Values) => Site;
  onSaved: () => void;
  onError: (error: Error) => void;
}

/** Saves a site from a form that holds some of it. A change by somebody else meanwhile ends in a conflict, and is not overwritten. */
export function useSaveSite<Values>(
  site: Site,
  { toSite, onSaved, onError }: SaveSiteOptions<Values>,
): UseMutationResult<Site, Error, Values> {
  const { t } = useTranslation('shell');
  // The version this form began with, whatever has been read since.
  const [version, setVersion] = useState(site.version);
  return useMutation({
    mutationFn: (values: Values) => changeSite({ ...toSite(values), version }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(siteQuery(site.id).queryKey, saved);
      setVersion(saved.version);
      onSaved();
      notifyDone(t('saved'));
      await queryClient.invalidateQueries({ queryKey: ['me'] }); // the name may be new
    },
    onError,
  });
}
