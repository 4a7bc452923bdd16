import * as z from "zod";
import { listPage } from "./list.ts";
import { page, text } from "./params.ts";
import type { Routes } from "./route.ts";
import { all, get } from "./world.ts";

const list = z.strictObject({
  ...page,
  type: text.optional(),
  types: z.array(text).max(20).optional(),
});

/** `invoice.*` names all events whose type begins so. */
const isOfType = (type: string, wanted: string) =>
  wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

export const eventRoutes: Routes = {
  "GET /v1/events": ({ world, read }) => {
    const { type, types, ...wanted } = read(list);
    const asked = types ?? (type === undefined ? undefined : [type]);
    const events = all(world, "events").filter((event) => !asked || asked.some((each) => isOfType(event.type, each)));
    return listPage(world, "/v1/events", events, wanted);
  },
  "GET /v1/events/:id": ({ world, id }) => get(world, "events", id),
};
