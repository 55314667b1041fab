import {
  innocentWords,
  ownNetworkPhrases,
  providerFragments,
  providerPhrases,
  providerWordEnds,
  providerWordStarts,
} from './access-providers.ts';

const ownNetwork = wholeWords(ownNetworkPhrases);
const provider = wholeWords(providerPhrases);
const fragments = new RegExp(providerFragments.join('|'));
const partOfWord = new RegExp(`^(?:${providerWordStarts.join('|')})|(?:${providerWordEnds.join('|')})$`);

/**
 * Whether the organisation that GeoIP names for an address is the visitor's own (S-022): not an access provider, mobile
 * network, host, cloud or content network. An estimate, made from its name alone; see `access-providers.ts`.
 */
export function isOwnOrganisation(organisation: string): boolean {
  const name = plain(organisation);
  if (ownNetwork.test(name)) return true;
  if (provider.test(name)) return false;
  return !name.split(' ').some((word) => !innocentWords.has(word) && (fragments.test(word) || partOfWord.test(word)));
}

/** Lower case, no accents, every run of other signs as one blank. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function wholeWords(phrases: readonly string[]): RegExp {
  return new RegExp(`(?:^| )(?:${phrases.join('|')})(?:$| )`);
}
