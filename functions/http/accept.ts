/**
 * Which of the media types that we can answer a request would like best, by its Accept header: the one of the highest quality,
 * of equals the first of ours. Who accepts none of them is given the first all the same: an answer helps more than a refusal.
 */
export function accepted<T extends string>(header: string | undefined, ours: readonly [T, ...T[]]): T {
  const ranges = (header ?? "*/*").toLowerCase().split(",").map(rangeOf);
  const ranked = ours
    .map((type) => ({ type, quality: qualityOf(ranges, type) }))
    .toSorted((a, b) => b.quality - a.quality);
  return ranked[0]?.type ?? ours[0];
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function rangeOf(text: string): Range {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** The most particular range counts. */
function qualityOf(ranges: readonly Range[], type: string): number {
  const [family] = type.split("/");
  const found = [type, `${family}/*`, "*/*"].map((name) => ranges.find((range) => range.type === name));
  return found.find((range) => range !== undefined)?.quality ?? 0;
}
