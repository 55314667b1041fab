import {
  listChoices,
  listOptions,
  maxOptionDepth,
  maxOptions,
  type WrapUpInput,
  type WrapUpOption,
  wrapUpPlaceholders,
} from '@foyer/protocol/wrap-up';
import { findAddressTemplateFault } from '@foyer/rules/address-template';
import type { FieldError } from '@foyer/rules/field-error';
import { foldText } from '@foyer/rules/fold-text';
import { AppError } from '../../http/app-error.ts';
import { findSurveyNameFault } from '../surveys/check-survey-names.ts';

/** Throws `invalid_request`, naming what can't be as it is. `used`: options that chats have; none of them may be gone. */
export function checkWrapUp(
  input: WrapUpInput,
  before: WrapUpInput,
  used: ReadonlySet<string>,
  surveyNames: ReadonlySet<string>,
): void {
  const fields = [...findWrapUpFaults(input, before, used), ...findLinkNameFaults(input, surveyNames)];
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}

/** Answers that the address asks for and that no question of the surveys gives. */
export function findLinkNameFaults({ link }: WrapUpInput, surveyNames: ReadonlySet<string>): FieldError[] {
  const message = findSurveyNameFault(link.url, surveyNames);
  return message === null ? [] : [{ path: 'link.url', message }];
}

/** What can't be as it is. `used`: options that chats have. */
export function findWrapUpFaults(input: WrapUpInput, before: WrapUpInput, used: ReadonlySet<string>): FieldError[] {
  return [...optionFaults(input, before, used), ...linkFaults(input)];
}

function optionFaults(input: WrapUpInput, before: WrapUpInput, used: ReadonlySet<string>): FieldError[] {
  const placed = listOptions(input.options);
  const ids = new Set(placed.map(({ option }) => option.id));
  const faults = namesTwice(input.options, 'options');
  if (ids.size < placed.length) faults.push({ path: 'options', message: 'two options have the same id' });
  if (placed.length > maxOptions)
    faults.push({ path: 'options', message: `at most ${maxOptions} options are possible` });
  if (placed.some(({ path }) => path.length > maxOptionDepth))
    faults.push({ path: 'options', message: `options can be nested at most ${maxOptionDepth} deep` });
  for (const { option } of listOptions(before.options))
    if (used.has(option.id) && !ids.has(option.id))
      faults.push({ path: 'options', message: `chats have “${option.label}”: archive it, it cannot be deleted` });
  if (input.enabled && input.type !== 'link' && listChoices(input).length === 0)
    faults.push({ path: 'options', message: 'add at least one option that can be chosen' });
  return faults;
}

/** Names that stand twice beside each other, whatever the case. */
function namesTwice(options: readonly WrapUpOption[], path: string): FieldError[] {
  const seen = new Set<string>();
  return options.flatMap((option, index) => {
    const folded = foldText(option.label);
    const isTwice = seen.has(folded);
    seen.add(folded);
    const here = isTwice ? [{ path: `${path}.${index}.label`, message: `“${option.label}” is there twice` }] : [];
    return [...here, ...namesTwice(option.options, `${path}.${index}.options`)];
  });
}

function linkFaults({ enabled, type, link }: WrapUpInput): FieldError[] {
  if (link.url === '')
    return enabled && type === 'link' ? [{ path: 'link.url', message: 'is needed: the page to open' }] : [];
  const fault = findAddressTemplateFault(link.url, { placeholders: wrapUpPlaceholders });
  if (fault !== null) return [{ path: 'link.url', message: fault }];
  if (link.completedBy === 'callback' && !link.url.includes('{callback}'))
    return [{ path: 'link.url', message: 'needs {callback}, so that the page knows where to call back' }];
  return [];
}
