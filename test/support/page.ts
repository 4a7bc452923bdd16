/** A page with one form, as a browser without script shows it. */
export interface Page {
  readonly url: string;
  readonly text: string;
}

export async function open(url: string): Promise<Page> {
  const response = await fetch(url);
  return { url: response.url, text: await response.text() };
}

/** Sends the page's form as it is filled in, with what is typed or chosen, and shows where that leads. */
export async function submit(
  { url, text }: Page,
  typed: Readonly<Record<string, string>> = {},
  nth = 0,
): Promise<Page> {
  const form = [...text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)][nth];
  if (!form) throw new Error(`There is no such form on ${url}`);
  const [, head = "", body = ""] = form;
  const fields = [...body.matchAll(/<input\b([^>]*)>/g)].flatMap(([, input = ""]) => filledIn(input));
  const action = new URL(attribute(head, "action") ?? "", url);
  // What comes after belongs to the shop, which need not be there.
  const response = await fetch(action, {
    method: "POST",
    body: new URLSearchParams({ ...Object.fromEntries(fields), ...typed }),
    redirect: "manual",
  });
  if (response.status >= 400) throw new Error(`${action.href} answered ${response.status}: ${await response.text()}`);
  return { url: response.headers.get("location") ?? action.href, text: await response.text() };
}

function filledIn(input: string): [string, string][] {
  const name = attribute(input, "name");
  const isLeftOut = /type="?(?:radio|checkbox)/.test(input) && !/\bchecked\b/.test(input);
  return name === undefined || isLeftOut ? [] : [[name, attribute(input, "value") ?? ""]];
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&");
