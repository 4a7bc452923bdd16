import { expect, test } from "vitest";
import { outOfOrder } from "./partial-order.ts";

const happened = ["invoice.created", "charge.succeeded", "invoice.paid"];

test("a run of events keeps an order that leaves out some of them", () => {
  expect(outOfOrder(happened, [["invoice.created", "invoice.paid"], ["charge.succeeded"]])).toEqual([]);
});

test("a run of events breaks an order when one came too early or never", () => {
  const chain = ["invoice.paid", "charge.succeeded", "charge.updated"];
  expect(outOfOrder(happened, [chain])).toEqual([
    "charge.succeeded came before invoice.paid",
    "charge.updated is missing",
  ]);
});
