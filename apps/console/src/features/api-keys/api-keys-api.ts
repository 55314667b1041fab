import {
  type ApiKey,
  type ApiKeyInput,
  apiKeySchema,
  type CreatedApiKey,
  createdApiKeySchema,
} from '@foyer/protocol/api-key';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

export const apiKeysQuery = queryOptions({
  queryKey: ['apiKeys'],
  queryFn: (): Promise<ApiKey[]> => request('GET', '/api-keys', itemsOf(apiKeySchema)),
});

export function createApiKey(input: ApiKeyInput): Promise<CreatedApiKey> {
  return request('POST', '/api-keys', createdApiKeySchema, input);
}

export function revokeApiKey(id: string): Promise<void> {
  return requestNothing('DELETE', `/api-keys/${id}`);
}

export function refreshApiKeys(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
}
