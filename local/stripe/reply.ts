/** What a page answers: a page, or where to go. */
export interface PageReply {
  readonly status: number;
  readonly html?: string;
  readonly location?: string;
}
