import { page } from "../answers/entry.ts";
import { text } from "../answers/fields.ts";
import { statementQuery } from "../statement.ts";
import { OF_ACCOUNT, type VerbContract } from "../verb-contract.ts";

export const statement: VerbContract = {
  summary: "The statement, newest first: every movement with its reason.",
  description:
    "`next` is the `before` of the next page, null on the last. A page of chosen types or of a member may have fewer lines than `limit`, and even none, while there is a next one. `complete` is false where the newest entries could not be shown yet: ask again.",
  query: statementQuery,
  answers: [
    { status: 200, description: "A page.", schema: page },
    {
      status: 200,
      description: "The same for a spreadsheet (RFC 4180).",
      mediaType: "text/csv",
      schema: text,
      headers: {
        Link: 'The next page, `rel="next"`; absent on the last.',
        "Statement-Complete": "What `complete` says in JSON.",
      },
    },
  ],
  problems: OF_ACCOUNT,
};
