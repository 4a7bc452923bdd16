import { booked, costs, givesBack, hours, moreThan, type Policy, percent } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";

/** OmniaStudio, with something that can be booked. */
export const simulated: Policy = {
  ...omnia,
  services: { ...omnia.services, session: booked(costs(30)) },
  bookings: { openAtOnce: 2, lengths: [1, 2], cancelled: [givesBack(percent(100), moreThan(hours(48)))] },
};
