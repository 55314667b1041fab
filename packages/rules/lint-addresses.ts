import { type AddressPattern, compileAddressPattern, readClientAddress } from './address-pattern.ts';
import type { Literal } from './lint-literal.ts';

/** Whether literals on the visitor's address can't all turn out as wanted. */
export function areAddressesImpossible(literals: readonly Pick<Literal, 'condition' | 'wanted'>[]): boolean {
  const wantsUnset = literals.some((literal) => isSetWanted(literal) === false);
  const wantsSet = literals.some((literal) => isSetWanted(literal) !== false);
  if (wantsUnset) return wantsSet;
  const compared = literals.flatMap(({ condition, wanted }) => {
    const pattern = compileAddressPattern(String(condition.value ?? ''));
    return condition.value === undefined || pattern === null
      ? []
      : [{ value: String(condition.value), operator: condition.operator, pattern, wanted }];
  });
  for (const { value, operator, wanted } of compared) {
    if (operator !== 'equals' || !wanted) continue;
    const address = readClientAddress(value);
    if (address !== null && compared.some((other) => other.pattern.matches(address) !== other.wanted)) return true;
  }
  return compared.some((one, index) =>
    compared.slice(index + 1).some((other) => one.wanted && other.wanted && areNetworksApart(one, other)),
  );
}

/** Null: it compares the address, which there has to be, too. */
function isSetWanted({ condition: { operator }, wanted }: Pick<Literal, 'condition' | 'wanted'>): boolean | null {
  if (operator === 'isSet') return wanted;
  return operator === 'isNotSet' ? !wanted : null;
}

interface Compared {
  readonly value: string;
  readonly operator: string;
  readonly pattern: AddressPattern;
}

/** Two networks share no address when neither has the other's first one. */
function areNetworksApart(one: Compared, other: Compared): boolean {
  const first = baseOf(one);
  const second = baseOf(other);
  return first !== null && second !== null && !one.pattern.matches(second) && !other.pattern.matches(first);
}

function baseOf({ value, operator }: Compared) {
  return operator === 'inNetwork' ? readClientAddress(value.split('/')[0] ?? '') : null;
}
