/** Random bytes as lower-case hex: 16 bytes make a visitor or client id, 8 a tab id. */
export function randomHex(bytes: number): string {
  let hex = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(bytes))) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
