import { describe, expect, test } from 'vitest';
import { ApiError } from '../../api/rest-client.ts';
import { expressionFaults, faultsAt } from './condition-faults.ts';

const refused = (errors: { path: string; message: string }[]) =>
  new ApiError('Some fields are not as they must be', {
    type: 'about:blank',
    title: 'Invalid',
    status: 400,
    code: 'invalid_request',
    errors,
  });

describe('S-037 faults beside the condition that they are of', () => {
  test('paths lose the field’s name; entries of a list stand at the list', () => {
    const error = refused([
      { path: 'name', message: 'is needed' },
      { path: 'conditions.all.0.value.1', message: 'is no country' },
      { path: 'conditions.all.1.any.0.name', message: 'needs a name' },
      { path: 'conditions', message: 'groups may be nested at most 5 deep' },
      { path: 'conditionsOfOthers', message: 'no' },
    ]);
    expect(expressionFaults(error, 'conditions')).toEqual({
      'all.0.value': 'Entry 2: is no country',
      'all.1.any.0.name': 'needs a name',
      '': 'groups may be nested at most 5 deep',
    });
    expect(expressionFaults(new Error('x'), 'conditions')).toEqual({});
  });

  test('a term has its own faults, and none of its neighbours or of what is in it', () => {
    const faults = { 'all.1.value': 'a', 'all.10.value': 'b', 'all.1.any.0.value': 'c', '': 'd', 'all.2': 'e' };
    expect(faultsAt(faults, 'all.1')).toEqual({ value: 'a' });
    expect(faultsAt(faults, 'all.1.any.0')).toEqual({ value: 'c' });
    expect(faultsAt(faults, '')).toEqual({ '': 'd' });
    expect(faultsAt(faults, 'all.2')).toEqual({ '': 'e' });
  });
});
