import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

/** A script or a stylesheet of the page, as it goes over the wire. */
export interface PagePart {
  readonly name: string;
  readonly kind: "script" | "style";
  readonly code: string;
  /** Gzipped. */
  readonly bytes: number;
  /** Whether the overview waits for it; the others come once it is there. */
  readonly isFirst: boolean;
}

const root = new URL("../web", import.meta.url).pathname;

/** The page as it is deployed, part by part. */
export async function pageParts(): Promise<readonly PagePart[]> {
  const { output } = (await build({ root, logLevel: "error", build: { write: false } })) as Rolldown.RolldownOutput;
  const chunks = output.filter((part) => part.type === "chunk");
  const first = withImports(
    chunks,
    chunks.filter(({ isEntry }) => isEntry),
  );
  return output.flatMap((part): PagePart[] => {
    const code = part.type === "chunk" ? part.code : part.source.toString();
    const bytes = gzipSync(code).byteLength;
    if (part.type === "chunk") return [{ name: part.name, kind: "script", code, bytes, isFirst: first.has(part) }];
    const isStyle = part.fileName.endsWith(".css");
    return isStyle ? [{ name: "styles", kind: "style", code, bytes, isFirst: true }] : [];
  });
}

/** What a browser has to load before the first line of the entries runs. */
function withImports(all: readonly Rolldown.OutputChunk[], entries: readonly Rolldown.OutputChunk[]) {
  const needed = new Set(entries);
  for (const chunk of needed)
    for (const file of chunk.imports) {
      const imported = all.find(({ fileName }) => fileName === file);
      if (imported) needed.add(imported);
    }
  return needed;
}

/** The scripts of the first load, gzipped, in bytes. */
export function firstLoad(parts: readonly PagePart[]): number {
  return parts
    .filter(({ kind, isFirst }) => kind === "script" && isFirst)
    .reduce((total, { bytes }) => total + bytes, 0);
}
