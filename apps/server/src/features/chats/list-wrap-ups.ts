export {
  byLink as wrapUpByLink,
  selectUsedOptions as listUsedOptions,
  selectWrapUpsByOperator as countWrapUpsByOperator,
} from './chat-wrap-up-repository.ts';
