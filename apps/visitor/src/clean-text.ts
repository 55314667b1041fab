/** Text as every wire accepts it: at most `max` UTF-16 units, without NUL, without halves of surrogate pairs. */
export function cleanText(value: unknown, max: number): string {
  return String(value)
    .slice(0, max)
    .replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])/g, '')
    .replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]+/g, '$1');
}
