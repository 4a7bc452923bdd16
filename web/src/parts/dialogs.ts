// One chunk, loaded when the first of them is opened.
export { CancelBookingDialog } from "./cancel-booking-dialog.tsx";
export { CancelDialog } from "./cancel-dialog.tsx";
export { OutOfCreditsDialog } from "./out-of-credits-dialog.tsx";
export { PlanChangeDialog } from "./plan-change-dialog.tsx";
export { SpendDialog } from "./spend-dialog.tsx";
export { SubscribeDialog } from "./subscribe-dialog.tsx";
