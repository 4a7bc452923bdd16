/** Markup that needs no escaping any more. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

function rendered(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(rendered).join("");
  return String(part).replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** Markup, in which everything that is put in is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + rendered(parts[i - 1]) + string));
}

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; color: #1a1a2e; background: #fafafa; max-width: 68rem; margin: 0 auto; padding: 1rem; }
  .test { background: #ffe9a8; padding: .2rem .6rem; border-radius: .3rem; }
  table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; background: #fff; }
  td, th { border: 1px solid #ddd; padding: .25rem .5rem; text-align: left; vertical-align: top; }
  form { display: inline-block; margin: 0 .3rem .3rem 0; } form.whole { display: block; max-width: 28rem; }
  form.whole label { display: block; margin: .6rem 0; } form.whole input { width: 100%; padding: .4rem; box-sizing: border-box; }
  button { padding: .25rem .7rem; cursor: pointer; } form.whole button { padding: .6rem 1.2rem; font-size: 1rem; }
  .problem { color: #a4001c; font-weight: 600; } code { font-size: .85em; } summary { cursor: pointer; }
  .bad { color: #a4001c; } .good { color: #0a6b2d; }
`;

/** A whole page, in test dress. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${new Html(style)}</style></head>
<body><p><span class="test">Test mode: a local Stripe. No money moves.</span></p>
<h1>${title}</h1>
${body}
</body></html>`.text;
}

/** An amount in its minor unit, as people write it. */
export function money(amount: number | null, currency: string | null): string {
  return ((amount ?? 0) / 100).toLocaleString("en", { style: "currency", currency: (currency ?? "eur").toUpperCase() });
}

/** An instant of Stripe's. */
export function instant(seconds: number | null | undefined): string {
  return seconds === null || seconds === undefined
    ? "–"
    : new Date(seconds * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}

/** A button that posts: `fields` go with it, unseen. */
export function button(action: string, label: string, fields: Readonly<Record<string, string | number>> = {}): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}">${hidden}<button>${label}</button></form>`;
}
