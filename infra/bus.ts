/** What became of whose credits, for whoever wants to know. Subscribe with rules of your own. */
export const bus = new sst.aws.Bus("Bus");
