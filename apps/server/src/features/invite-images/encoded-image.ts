/** An image made by us from one that was sent. */
export interface EncodedImage {
  /** WebP, without anything but its pixels. */
  readonly content: Uint8Array;
  /** px */
  readonly width: number;
  readonly height: number;
  /** It moved when it was sent; its first picture was kept. */
  readonly wasAnimated: boolean;
}

/** What comes of an image that was sent, or why nothing does, to be read after “The file”. */
export type EncodeOutcome = { readonly image: EncodedImage } | { readonly refusal: string };

/** What the process of an image does: makes it anew, or looks whether it is as it would be made, for an invite or for a chat. */
export type ImageAct = 'encode' | 'check' | 'encodeForChat' | 'checkForChat';
