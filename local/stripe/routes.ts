import { chargeRoutes } from "./charge.ts";
import { checkoutRoutes } from "./checkout-session.ts";
import { couponRoutes } from "./coupon.ts";
import { creditNoteRoutes } from "./credit-note.ts";
import { customerRoutes } from "./customer.ts";
import { disputeRoutes } from "./dispute.ts";
import { eventRoutes } from "./event-list.ts";
import { invoiceRoutes } from "./invoice.ts";
import { invoicePaymentRoutes } from "./invoice-payment.ts";
import { invoiceItemRoutes } from "./manual-item.ts";
import { paymentIntentRoutes } from "./payment-intent.ts";
import { paymentMethodRoutes } from "./payment-method.ts";
import { portalRoutes } from "./portal.ts";
import { portalConfigurationRoutes } from "./portal-configuration.ts";
import { priceRoutes } from "./price.ts";
import { productRoutes } from "./product.ts";
import { refundRoutes } from "./refund.ts";
import type { Routes } from "./route.ts";
import { scheduleRoutes } from "./schedule.ts";
import { subscriptionRoutes } from "./subscription.ts";
import { testClockRoutes } from "./test-clock.ts";
import { webhookEndpointRoutes } from "./webhook-endpoint.ts";

/** Stripe's API, as far as it goes here. */
export const apiRoutes: Routes = {
  ...chargeRoutes,
  ...checkoutRoutes,
  ...couponRoutes,
  ...creditNoteRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...invoiceRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...portalConfigurationRoutes,
  ...portalRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...refundRoutes,
  ...scheduleRoutes,
  ...subscriptionRoutes,
  ...testClockRoutes,
  ...webhookEndpointRoutes,
};
