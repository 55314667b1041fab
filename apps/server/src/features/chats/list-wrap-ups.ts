export {
  byLink as wrapUpByLink,
  selectUsedOptions as listUsedOptions,
  selectWrapUpCounts as countWrapUps,
  selectWrapUpsByOperator as countWrapUpsByOperator,
} from './chat-wrap-up-repository.ts';
