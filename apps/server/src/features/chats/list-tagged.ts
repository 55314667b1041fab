export { selectTagCounts as countTaggedChats } from './chat-tag-repository.ts';
