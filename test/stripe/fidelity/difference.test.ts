import { expect, test } from "vitest";
import { differences } from "./difference.ts";

const there = {
  id: "sub_1SRzqtKXBGcbgpbZ8kne01Xe",
  created: 1762799407,
  ends: 1765391407,
  customer: "cus_TOnR0Lf2celqmf",
  items: [{ quantity: 1, tax: null }],
  url: "/v1/invoices/in_1SRzqtKXBGcbgpbZhpdF1KCd/lines",
  page: "https://invoice.stripe.com/i/acct_1",
};
const here = {
  id: "sub_0123456789abcdef01234567",
  created: 1767225600,
  ends: 1769817601,
  customer: { id: "cus_0123456789abcdef01234567", name: null },
  items: [{ quantity: 1, tax: null }],
  url: "/v1/invoices/in_0123456789abcdef01234567/lines",
  page: "http://127.0.0.1:8081/invoice",
};

test("two objects are the same but for their names, the day on which they were made and the place", () => {
  expect(differences(there, here)).toEqual([]);
});

test("a day more, another number, a field more or less are differences, but not one that is empty and new", () => {
  const other = { ...here, ends: here.ends + 86_400, items: [{ quantity: 2, price: 5, trial: null }], plan: {} };
  expect(differences(there, other)).toEqual([
    { path: "ends", there: "720 h later", here: "744 h later" },
    { path: "items.*.quantity", there: "1", here: "2" },
    { path: "items.*.tax", there: "null", here: "absent" },
    { path: "items.*.price", there: "absent", here: "5" },
    { path: "plan", there: "absent", here: "an object" },
  ]);
});
