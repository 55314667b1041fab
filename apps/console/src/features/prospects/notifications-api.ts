import { notificationsSchema } from '@foyer/protocol/notifications';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';

/** Whom a site's notifications go to, and whether there is anything to send them with. */
export const recipientsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'notifications'],
    queryFn: () => request('GET', `/sites/${siteId}/notifications`, notificationsSchema),
  });
