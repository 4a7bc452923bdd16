import { counted } from "./list.ts";
import { StripeProblem } from "./problem.ts";
import { shown } from "./shown.ts";
import type { TableName } from "./state.ts";
import { all, find, type World } from "./world.ts";

/** Fields that name an object, and where it lies. */
const tableOf: Readonly<Record<string, TableName>> = {
  charge: "charges",
  configuration: "billing_portal_configurations",
  coupon: "coupons",
  customer: "customers",
  default_payment_method: "payment_methods",
  discounts: "discounts",
  dispute: "disputes",
  invoice: "invoices",
  latest_charge: "charges",
  latest_invoice: "invoices",
  payment_intent: "payment_intents",
  payment_method: "payment_methods",
  price: "prices",
  product: "products",
  refund: "refunds",
  schedule: "subscription_schedules",
  subscription: "subscriptions",
  test_clock: "test_clocks",
};

type Fields = Record<string, unknown>;

/** Lists that are part of an object only where they are asked for. */
function includable(world: World, owner: Fields, field: string): unknown {
  const id = String(owner["id"]);
  const list = (data: object[], url: string) => ({ object: "list" as const, data, has_more: false, url });
  switch (`${String(owner["object"])}.${field}`) {
    case "invoice.payments": {
      const payments = all(world, "invoice_payments").filter(({ invoice }) => invoice === id);
      return list(payments, "/v1/invoices/payments");
    }
    case "invoice.confirmation_secret": {
      const payment = all(world, "invoice_payments").find(({ invoice }) => invoice === id)?.payment.payment_intent;
      const client_secret = find(world, "payment_intents", payment)?.client_secret;
      return client_secret ? { client_secret, type: "payment_intent" } : null;
    }
    case "charge.refunds":
      return counted(
        list(
          all(world, "refunds").filter(({ charge }) => charge === id),
          `/v1/charges/${id}/refunds`,
        ),
      );
    case "checkout.session.line_items":
      return (world.state.hidden.sessions.get(id) as { lineItems?: object }).lineItems;
    case "customer.subscriptions": {
      const isRunning = ({ customer, status }: { customer: unknown; status: string }) =>
        customer === id && status !== "canceled" && status !== "incomplete_expired";
      return list(all(world, "subscriptions").filter(isRunning), `/v1/customers/${id}/subscriptions`);
    }
    default:
      return undefined;
  }
}

/** An answer with what `paths` name put in place of their ids: `latest_invoice.payments`, `data.customer`. */
export function expanded(world: World, answer: object, paths: readonly string[] = []): object {
  return paths.reduce((value, path) => expandPath(world, value, path.split("."), path) as object, answer);
}

function expandPath(world: World, value: unknown, [field, ...rest]: readonly string[], whole: string): unknown {
  if (field === undefined) return value;
  if (Array.isArray(value)) return value.map((each) => expandPath(world, each, [field, ...rest], whole));
  if (typeof value !== "object" || value === null) return value;
  const owner = value as Fields;
  const inner = field in owner ? owner[field] : includable(world, owner, field);
  if (inner === undefined) {
    throw new StripeProblem(400, undefined, `This property cannot be expanded (${whole}).`, { param: "expand" });
  }
  return { ...owner, [field]: expandPath(world, resolved(world, field, inner), rest, whole) };
}

function resolved(world: World, field: string, reference: unknown): unknown {
  if (Array.isArray(reference)) return reference.map((each) => resolved(world, field, each));
  const table = tableOf[field];
  if (typeof reference !== "string" || table === undefined) return reference;
  const found = (world.state.tables[table] as Map<string, object>).get(reference);
  return found ? shown(world, found) : reference;
}
