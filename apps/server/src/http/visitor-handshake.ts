/** What is known of a visitor's connection before its first frame. */
export interface VisitorHandshake {
  readonly origin: string | undefined;
  readonly address: string;
  /** What limits count by: the address, or the /64 of an IPv6 one. */
  readonly limitKey: string;
  readonly userAgent: string;
  /** Its browser asks for Global Privacy Control (`Sec-GPC: 1`). */
  readonly hasSignal?: boolean;
}
