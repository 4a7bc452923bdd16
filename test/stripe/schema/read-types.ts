import { fileURLToPath } from "node:url";
import { API, type Checker, type Type } from "typescript/unstable/sync";
import type { Definitions } from "./json-schema.ts";
import { TypeSchemas } from "./type-schema.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * The schemas of every object by what its `object` says, and of every event by its type, from the types of the installed
 * `stripe`, as the compiler understands them. It calls this interface of its own unstable: so its version is pinned, and a
 * type that can't be read is an error, not a field that nobody checks.
 */
export function readTypes(): Definitions {
  using api = closing(new API({ cwd: folder }));
  const project = api.updateSnapshot({ openProjects: [`${folder}tsconfig.json`] }).getProjects()[0];
  const file = project?.program.getSourceFile(`${folder}wire-types.ts`);
  const module = file && project?.checker.getSymbolAtLocation(file);
  if (!project || !module) throw new Error("The types of Stripe's objects can't be read");
  const { checker } = project;
  const [objects = [], events = []] = ["WireObjects", "WireEvents"].map((name) => {
    const exported = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
    if (!exported) throw new Error(`wire-types.ts has no ${name}`);
    return members(checker.getDeclaredTypeOfSymbol(exported), checker);
  });
  const schemas = new TypeSchemas(checker, new Set(objects.map(([name]) => name)));
  for (const [name, type] of [...objects, ...events]) schemas.define(name, type);
  return schemas.definitions;
}

function members(type: Type, checker: Checker): [name: string, type: Type][] {
  return checker.getPropertiesOfType(type).map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol) as Type]);
}

function closing(api: API): API & Disposable {
  return Object.assign(api, { [Symbol.dispose]: () => api.close() });
}
