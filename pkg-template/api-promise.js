/** What a method returns: a promise of the data, which can also give the whole response. */

/**
 * @template {{ data: unknown }} Reply
 * @param {() => Promise<Reply>} run the call; what it throws at once is a rejection, too
 */
export function apiPromise(run) {
  const reply = (async () => run())();
  /** @type {Promise<unknown> & { withResponse?: () => Promise<Reply> }} */
  const data = reply.then(({ data }) => data);
  data.withResponse = () => {
    // A caller that takes the whole response handles a failure there, and need not catch it here as well.
    data.catch(() => {});
    return reply;
  };
  return data;
}
