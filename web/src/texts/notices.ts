const UNHEARD = "There was no answer. Look at the statement before you try again: it may have been done.";

/** What is said where something needs attention, or went wrong. */
export const notices = {
  somethingWrong: "Something went wrong. Nothing was changed.",
  warnings: {
    title: "Please note",
    blocked: (reason: string) => `Nothing can be spent at the moment: ${reason}.`,
    overdue: (since: string) => `The payment due on ${since} has not come through.`,
    overdueUntil: (until: string) => `The old credits stay until ${until}.`,
    overdueLoses: (credits: string, until: string) => `Unless it does, ${credits} end on ${until}.`,
    debt: (credits: string) => `${credits} are owed after a refund. The next credits pay them first.`,
    suspended: (credits: string) => `${credits} wait until you have a running subscription. They are not lost.`,
    low: (credits: string) => `You are running low: ${credits} left.`,
    none: "You have no credits.",
    expiring: (credits: string, at: string) => `${credits} end from ${at} on unless you spend them.`,
    twoSubscriptions: "Two subscriptions are running, and both are paid. You may want to cancel one.",
    ending: (date: string) => `Your subscription ends on ${date}.`,
    topUp: "Add credits",
    fixPayment: "Update payment",
    paid: {
      awaited: "Thank you. The payment is being confirmed …",
      late: "Thank you. What you bought appears here once the payment is confirmed.",
      told: "Thank you. The payment is confirmed.",
    },
    notPaid: "Nothing was bought.",
  },
  /** What helps where a request is refused, by the code of the refusal; without one the refusal's own words are shown. */
  refusals: {
    payment_failed: "The payment was declined, and nothing was changed. Manage payments takes another card.",
    busy: UNHEARD,
    network_error: UNHEARD,
    timeout: UNHEARD,
    quote_spent: "This estimate has been used already.",
  } as Readonly<Record<string, string>>,
};
