export { selectSpiderHits as listSpiderHits } from './spider-repository.ts';
